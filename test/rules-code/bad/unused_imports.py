import json
import os, pandas  # expect: heavy-import-unused
import boto3  # expect: heavy-import-unused
from sklearn.linear_model import LinearRegression, Ridge as Model  # expect: heavy-import-unused


def lambda_handler(event, context):
    """Once it answered with pandas."""
    return {"statusCode": 200, "body": json.dumps({"region": os.environ["AWS_REGION"]})}
