"""Takes what changed in a bucket."""

import logging
from typing import Any
from urllib.parse import unquote_plus

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> None:
    """After an error Lambda tries the whole event again, twice by default: the work must bear being done again."""
    failures = []
    for record in event["Records"]:
        try:
            process(record)
        except Exception as error:
            logger.exception("object failed")
            failures.append(str(error))
    if failures:
        raise RuntimeError(f"{len(failures)} of {len(event['Records'])} objects failed: {'; '.join(failures)}")


def process(record: dict[str, Any]) -> None:
    bucket, stored = record["s3"]["bucket"]["name"], record["s3"]["object"]
    # S3 sends keys URL-encoded, with + for a space.
    key = unquote_plus(stored["key"])
    if not key:
        raise ValueError("the record names no object")
    # The work for one object goes here.
    logger.info("object", extra={"event": record["eventName"], "bucket": bucket, "key": key, "size": stored.get("size")})
