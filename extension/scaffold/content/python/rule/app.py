"""Takes events that a rule of EventBridge lets through."""

import logging
from typing import Any

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> None:
    """After an error Lambda tries the event again, twice by default."""
    detail = event["detail"]
    if not isinstance(detail, dict):
        raise TypeError(f"the detail of event {event['id']} is no object")
    # The work for one event goes here.
    logger.info(
        "event",
        extra={"id": event["id"], "source": event["source"], "detailType": event["detail-type"], "fields": list(detail)},
    )
