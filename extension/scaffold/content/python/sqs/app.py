"""Takes messages of a queue."""

import json
import logging
from typing import Any, TypedDict

logger = logging.getLogger()
logger.setLevel(logging.INFO)


class ItemFailure(TypedDict):
    itemIdentifier: str


class BatchResponse(TypedDict):
    batchItemFailures: list[ItemFailure]


def handler(event: dict[str, Any], context: object) -> BatchResponse:
    """Messages reported as failed come again, and at last go to the dead-letter queue; the others are done."""
    failures: list[ItemFailure] = []
    for record in event["Records"]:
        try:
            process(record)
        except Exception:
            logger.exception("message failed", extra={"messageId": record["messageId"]})
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def process(record: dict[str, Any]) -> None:
    content = json.loads(record["body"])
    if not isinstance(content, dict):
        raise TypeError("the body is no JSON object")
    # The work for one message goes here.
    logger.info("message", extra={"messageId": record["messageId"], "fields": list(content)})
