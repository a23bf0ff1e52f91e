import json
import os

import boto3


def lambda_handler(event, context):
    dynamodb = boto3.resource("dynamodb")  # expect: client-in-handler
    table = dynamodb.Table(os.environ["TABLE_NAME"])
    table.put_item(Item=json.loads(event["body"]))
    return {"statusCode": 200}
