import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_takes_an_event_of_the_rule(self):
        handler(event_with({"orderId": "1"}), None)

    def test_refuses_an_event_whose_detail_is_no_object(self):
        with self.assertRaisesRegex(TypeError, "is no object"):
            handler(event_with("text"), None)


def event_with(detail):
    return {
        "id": "7bf73129-1428-4cd3-a780-95db273d1602",
        "source": "example.orders",
        "detail-type": "OrderPlaced",
        "detail": detail,
    }
