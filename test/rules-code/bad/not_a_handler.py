# handlers:
import os

import boto3

AWS_ACCESS_KEY_ID = "%ACCESS_KEY_ID%"  # expect: secret-in-code
os.environ["AWS_SECRET_ACCESS_KEY"] = "%SECRET_ACCESS_KEY%"  # expect: secret-in-code
DB = {"host": "db.internal", "password": "s3cur3-n0w"}  # expect: secret-in-code
API_KEY: str = os.environ.get("API_KEY", "4fe1c09a7b2d83e65f10")  # expect: secret-in-code
PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\n%PRIVATE_KEY%\n-----END PRIVATE KEY-----"  # expect: secret-in-code


def connect(user, password="tr0ub4dor&3"):  # expect: secret-in-code
    client = boto3.client("s3")
    return client, user, password
