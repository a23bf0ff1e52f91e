import json
import os
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ.get("TABLE_NAME", "orders"))


class DecimalEncoder(json.JSONEncoder):
    def default(self, value):
        return float(value) if isinstance(value, Decimal) else super().default(value)


def lambda_handler(event, context):
    method, path = event["httpMethod"], event["path"]
    if method == "GET":
        found = table.query(KeyConditionExpression=Key("pk").eq(path))
        return {"statusCode": 200, "body": json.dumps(found["Items"], cls=DecimalEncoder)}
    if method == "POST":
        item = json.loads(event["body"], parse_float=Decimal)
        table.put_item(Item={"pk": path, **item})
        return {"statusCode": 201}
    return {"statusCode": 405, "body": f"{method} is not allowed"}
