"""A function with a bit of everything."""
import os
import time

import boto3
import pymysql
import redis
import seaborn as sns  # expect: heavy-import-unused

time.sleep(0.5)  # expect: blocking-work-at-import
ADMIN_TOKEN = "4fe1c09a7b2d83e65f10"  # expect: secret-in-code


def inner(event, context):
    connection = pymysql.connect(  # expect: client-in-handler
        host=os.environ["DB_HOST"],
        user="app",
        password=os.environ["DB_PASSWORD"],
    )
    try:
        cache = redis.Redis(host=os.environ["CACHE_HOST"])  # expect: client-in-handler
        for queue in ["a", "b"]:
            sqs = boto3.client("sqs")  # expect: client-in-handler
            sqs.send_message(QueueUrl=queue, MessageBody=str(cache.get(queue)))
    finally:
        connection.close()


def traced(function):
    return function


lambda_handler = traced(inner)
