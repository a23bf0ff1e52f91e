import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_runs_when_the_schedule_is_due(self):
        rule = "arn:aws:events:us-east-1:123456789012:rule/{{FunctionName}}"
        handler({"detail-type": "Scheduled Event", "time": "2026-01-01T12:00:00Z", "resources": [rule]}, None)
