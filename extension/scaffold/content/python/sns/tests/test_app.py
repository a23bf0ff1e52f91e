import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_takes_a_message(self):
        handler(message_of("An order was placed"), None)

    def test_fails_for_an_empty_message_so_that_it_ends_up_in_the_failures_queue(self):
        with self.assertRaisesRegex(ValueError, "is empty"):
            handler(message_of(""), None)


def message_of(text):
    message = {"MessageId": "95df01b4-ee98-5cb9-9903-4c221d41eb5e", "Subject": "Orders", "Message": text}
    return {"Records": [{"Sns": message}]}
