import logging
import unittest

from app import handler

logging.disable()


class HandlerTest(unittest.TestCase):
    def test_greets_who_is_named(self):
        self.assertEqual(handler({"name": "Ada"}, None), {"message": "Hello, Ada!"})

    def test_greets_the_world_when_nobody_is_named(self):
        self.assertEqual(handler({}, None), {"message": "Hello, World!"})

    def test_refuses_a_name_that_is_too_long(self):
        with self.assertRaises(ValueError):
            handler({"name": "x" * 101}, None)
