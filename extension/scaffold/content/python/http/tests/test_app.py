import json
import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_greets_who_is_named(self):
        response = handler(request_for("Ada"), None)
        self.assertEqual(response["statusCode"], 200)
        self.assertEqual(json.loads(response["body"]), {"message": "Hello, Ada!"})

    def test_greets_the_world_when_nobody_is_named(self):
        self.assertIn("Hello, World!", handler({**request_for(""), "queryStringParameters": None}, None)["body"])

    def test_refuses_a_name_that_is_too_long(self):
        self.assertEqual(handler(request_for("x" * 101), None)["statusCode"], 400)


def request_for(name):
    return {
        "queryStringParameters": {"name": name},
        "requestContext": {"http": {"method": "GET", "path": "/{{function-name}}"}},
    }
