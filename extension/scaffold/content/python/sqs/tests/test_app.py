import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_takes_messages(self):
        self.assertEqual(handler(messages('{"orderId": "1"}', '{"orderId": "2"}'), None), {"batchItemFailures": []})

    def test_reports_the_messages_that_failed_and_only_those(self):
        response = handler(messages('{"orderId": "1"}', "no JSON"), None)
        self.assertEqual(response, {"batchItemFailures": [{"itemIdentifier": "message-1"}]})


def messages(*bodies):
    return {"Records": [{"messageId": f"message-{index}", "body": body} for index, body in enumerate(bodies)]}
