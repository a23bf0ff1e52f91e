import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_answers_every_route(self):
        for route in ("$connect", "$disconnect", "$default"):
            with self.subTest(route):
                self.assertEqual(handler(event_of(route, '{"action": "say"}'), None), {"statusCode": 200})

    def test_refuses_a_message_that_is_no_json(self):
        self.assertEqual(handler(event_of("$default", "hello"), None), {"statusCode": 400})


def event_of(route, body):
    return {"requestContext": {"routeKey": route, "connectionId": "JKJaXcmKoAMCKTA="}, "body": body}
