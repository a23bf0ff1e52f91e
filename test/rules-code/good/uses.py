# handlers: lambda_handler
from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

import boto3
import numpy as np
import pandas as pd
import requests
import torch  # noqa: F401
import urllib.request
from sqlalchemy import create_engine

if TYPE_CHECKING:
    from matplotlib.figure import Figure

try:
    import scipy
except ImportError:
    scipy = None

__all__ = ["lambda_handler", "create_engine"]

with open("model.json", encoding="utf-8") as file:
    model = json.load(file)
bucket = boto3.resource("s3").Bucket("models")
keys = requests.get("https://keys.example.com/jwks.json", timeout=2).json()
config = urllib.request.urlopen("https://config.example.com", timeout=2).read()
started = time.time()


def frame(figure: "Figure") -> "pd.DataFrame":
    return figure


def lambda_handler(event, context):
    subprocess.run(["/opt/bin/convert", event["path"]], check=True)
    response = requests.get(event["url"])
    return {"ok": response.ok, "mean": np.mean(model), "keys": keys, "config": config, "bucket": bucket.name}


if __name__ == "__main__":
    time.sleep(1)
    subprocess.run(["make"])
    print(requests.get("https://example.com").text)
