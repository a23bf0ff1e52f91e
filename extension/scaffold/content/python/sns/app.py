"""Takes messages of a topic."""

import logging
from typing import Any

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> None:
    """After an error Lambda tries the message again, twice by default, and then gives it to the failures queue."""
    # SNS sends one record at a time.
    for record in event["Records"]:
        process(record["Sns"])


def process(message: dict[str, Any]) -> None:
    if not message["Message"]:
        raise ValueError(f"the message {message['MessageId']} is empty")
    # The work for one message goes here.
    logger.info(
        "message",
        extra={"messageId": message["MessageId"], "subject": message.get("Subject"), "length": len(message["Message"])},
    )
