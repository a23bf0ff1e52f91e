import os
import subprocess
import time
import urllib.request

import requests

keys = requests.get("https://keys.example.com/jwks.json").json()  # expect: blocking-work-at-import
with urllib.request.urlopen(os.environ["CONFIG_URL"]) as response:  # expect: blocking-work-at-import
    config = response.read()
subprocess.check_call(["pip", "install", "--target", "/tmp", "requests"])  # expect: blocking-work-at-import
os.system("chmod +x /opt/bin/tool")  # expect: blocking-work-at-import
time.sleep(1)  # expect: blocking-work-at-import


def lambda_handler(event, context):
    return {"keys": keys, "config": config}
