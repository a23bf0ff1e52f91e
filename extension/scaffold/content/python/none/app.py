"""Greets people."""

import logging
from typing import TypedDict

MAX_NAME_LENGTH = 100

logger = logging.getLogger()
logger.setLevel(logging.INFO)


class Request(TypedDict, total=False):
    name: str


class Response(TypedDict):
    message: str


def handler(event: Request, context: object) -> Response:
    """Greets who the event names."""
    name = event.get("name", "").strip() or "World"
    if len(name) > MAX_NAME_LENGTH:
        raise ValueError(f"name has more than {MAX_NAME_LENGTH} characters")
    # The work for one call goes here.
    logger.info("greeting", extra={"greeted": name})
    return {"message": f"Hello, {name}!"}
