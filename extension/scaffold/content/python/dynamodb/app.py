"""Takes changes of a table's items."""

import logging
from typing import Any, TypedDict

logger = logging.getLogger()
logger.setLevel(logging.INFO)


class ItemFailure(TypedDict):
    itemIdentifier: str


class BatchResponse(TypedDict):
    batchItemFailures: list[ItemFailure]


def handler(event: dict[str, Any], context: object) -> BatchResponse:
    """Stops at the first change that fails: Lambda goes on from there, and sends it to the failures queue at last."""
    for record in event["Records"]:
        try:
            process(record)
        except Exception:
            logger.exception("change failed", extra={"eventId": record.get("eventID")})
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def process(record: dict[str, Any]) -> None:
    keys = record["dynamodb"].get("Keys")
    if not keys:
        raise ValueError("the record names no item")
    # The work for one change goes here.
    logger.info("change", extra={"event": record["eventName"], "keys": keys})
