# handlers: lambda_handler, cached, for_account, retried
import os

import boto3
import psycopg2
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
sts = boto3.client("sts")
connection = None
_clients = {}


def get_connection():
    global connection
    if connection is None or connection.closed:
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
    return connection


def lambda_handler(event, context):
    global connection
    if connection is None:
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return s3.list_buckets()


def cached(event, context):
    if "sqs" not in _clients:
        _clients["sqs"] = boto3.client("sqs")
    sns = _clients.get("sns") or boto3.client("sns")
    _clients["sns"] = sns
    ssm = boto3.client("ssm")
    _clients["ssm"] = ssm
    return _clients["sqs"].list_queues()


def for_account(event, context):
    credentials = sts.assume_role(RoleArn=event["role"], RoleSessionName="audit")["Credentials"]
    ec2 = boto3.client(
        "ec2",
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    regions = [region["RegionName"] for region in ec2.describe_regions()["Regions"]]
    for region in regions:
        boto3.client("ec2", region_name=region).describe_instances()
    session = boto3.Session(aws_access_key_id=credentials["AccessKeyId"])
    return session.client("s3").list_buckets()


def retried(event, context):
    try:
        return s3.list_buckets()
    except ClientError:
        fresh = boto3.client("s3")
        return fresh.list_buckets()
