"""Runs by a schedule."""

import logging
from typing import Any

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> None:
    """A run may come twice, or be tried again after an error: it must bear that."""
    # The work for one run goes here.
    logger.info("run", extra={"scheduledFor": event["time"], "schedules": event["resources"]})
