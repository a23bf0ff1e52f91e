# handlers: handler
from aws_lambda_powertools import Logger, Tracer
from boto3 import client as aws_client
import psycopg2
import os

logger = Logger()
tracer = Tracer()


@logger.inject_lambda_context
@tracer.capture_lambda_handler
def handler(event, context):
    region = os.environ["AWS_REGION"]
    sqs = aws_client("sqs", region_name=region)  # expect: client-in-handler
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:  # expect: client-in-handler
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM orders WHERE id = %s", (event["id"],))
            found = cursor.fetchone()
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=str(found))
