import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_takes_changes_of_items(self):
        self.assertEqual(handler({"Records": [INSERTED]}, None), {"batchItemFailures": []})

    def test_reports_the_first_change_that_failed(self):
        wrong = {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "222"}}
        response = handler({"Records": [INSERTED, wrong, INSERTED]}, None)
        self.assertEqual(response, {"batchItemFailures": [{"itemIdentifier": "222"}]})


INSERTED = {"eventName": "INSERT", "dynamodb": {"Keys": {"id": {"S": "1"}}, "SequenceNumber": "111"}}
