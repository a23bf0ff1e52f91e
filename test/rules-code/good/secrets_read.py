import json
import os

import boto3
from aws_lambda_powertools.utilities import parameters

secrets = boto3.client("secretsmanager")
SECRET_NAME = "prod/orders/database-2"
DB_PASSWORD = os.environ["DB_PASSWORD"]
API_KEY = os.getenv("API_KEY", "unset")
PASSWORD = os.environ.get("PASSWORD", default="postgres")
DSN = "host={host} user={user} password={password}".format(host="db1", user="app", password=DB_PASSWORD)
URL = f"postgresql://{os.environ['DB_USER']}:{DB_PASSWORD}@{os.environ['DB_HOST']}/orders"
LEGACY_URL = "mysql://%s:%s@%s/orders" % ("app", DB_PASSWORD, "db1")
BROKER = "amqp://guest:guest1@rabbitmq:5672"
FIELDS = {"password": "new_password", "token": "nextToken", "secret": "SecretString"}
ERRORS = {"password": "Must have 1 digit", "api_key": "invalid_api_key_403"}
DUMMY = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "aws_session_token": "dummy-token-1"}
PLACEHOLDER_TOKEN = "<your-token-here>"
MASKED_PASSWORD = "********"
# Set password = "<something>" and token: "xxxxxxxxxxxxxxxxxxxxxxxx" before running it.


def lambda_handler(event, context):
    value = json.loads(secrets.get_secret_value(SecretId=SECRET_NAME)["SecretString"])
    password = value["password"]
    token = parameters.get_secret("orders/token-1")
    return {"password": password, "token": token, "nextToken": None}
