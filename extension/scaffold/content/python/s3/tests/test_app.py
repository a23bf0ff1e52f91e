import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_takes_objects_whose_keys_have_spaces(self):
        handler(upload_of("a+photo%281%29.jpg"), None)

    def test_fails_when_an_object_does_so_that_lambda_tries_again(self):
        with self.assertRaisesRegex(RuntimeError, "1 of 1 objects failed"):
            handler(upload_of(""), None)


def upload_of(key):
    stored = {"bucket": {"name": "photos"}, "object": {"key": key, "size": 1024}}
    return {"Records": [{"eventName": "ObjectCreated:Put", "s3": stored}]}
