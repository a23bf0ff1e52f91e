"""Takes what happens on the connections of a WebSocket API."""

import json
import logging
from typing import Any, TypedDict

logger = logging.getLogger()
logger.setLevel(logging.INFO)


class Response(TypedDict):
    statusCode: int


def handler(event: dict[str, Any], context: object) -> Response:
    """To write to a client at any time, post to its connection with the API Gateway Management API."""
    request = event["requestContext"]
    if request["routeKey"] in ("$connect", "$disconnect"):
        logger.info("connection changed", extra={"route": request["routeKey"], "connectionId": request["connectionId"]})
        return {"statusCode": 200}
    return receive(request["connectionId"], event.get("body") or "")


def receive(connection_id: str, body: str) -> Response:
    try:
        message = json.loads(body)
    except ValueError as error:
        logger.warning("message is no JSON", extra={"connectionId": connection_id, "error": str(error)})
        return {"statusCode": 400}
    # The work for one message goes here.
    logger.info("message received", extra={"connectionId": connection_id, "content": message})
    return {"statusCode": 200}
