"""Answers requests of an HTTP API or a function URL (payload format 2.0)."""

import json
import logging
from typing import Any, TypedDict

MAX_NAME_LENGTH = 100

logger = logging.getLogger()
logger.setLevel(logging.INFO)


class Response(TypedDict):
    statusCode: int
    headers: dict[str, str]
    body: str


def handler(event: dict[str, Any], context: object) -> Response:
    """Greets who the query parameter "name" names."""
    http = event["requestContext"]["http"]
    logger.info("request", extra={"method": http["method"], "path": http["path"]})
    # The work for one request goes here.
    name = ((event.get("queryStringParameters") or {}).get("name") or "").strip() or "World"
    if len(name) > MAX_NAME_LENGTH:
        return reply(400, f"name has more than {MAX_NAME_LENGTH} characters")
    return reply(200, f"Hello, {name}!")


def reply(status_code: int, message: str) -> Response:
    return {
        "statusCode": status_code,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"message": message}),
    }
