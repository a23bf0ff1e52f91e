import assert from "node:assert/strict";
import { test } from "node:test";
import { mayDefine } from "./python-names.ts";

const defining = [
  "def handler(event, context):\n    pass",
  "async def handler(event, context): ...",
  "class handler: ...",
  "handler = make()",
  "handler: Callable = make()",
  "a, handler = make()",
  "other = handler = make()",
  "x = 1; handler = 2",
  "from app import handler",
  "from app import other, handler as h2, handler",
  "from app import main as handler",
  "from app import (\n    other,\n    handler,  # the one\n)",
  "from app import *",
  "import handler",
  "try:\n    from fast import handler\nexcept ImportError:\n    from slow import handler",
  "if DEBUG:\n    def handler(e, c): ...\nelse:\n    handler = None",
  "globals()['handler'] = 1",
  "def __getattr__(name): ...",
  "@decorated\ndef handler(event, context): ...",
];
const notDefining = [
  "",
  "def other(event, context): ...",
  "def handlers(event, context): ...",
  "# def handler(): ...",
  '"""\ndef handler(): ...\n"""',
  "class A:\n    def handler(self): ...",
  "def outer():\n    def handler(): ...",
  "handler == 1",
  "handler.attribute = 1",
  "other = call(handler=1)",
  "print(handler)",
];

for (const source of defining)
  test(`may define handler: ${source}`, () => assert.equal(mayDefine(source, "handler"), true));
for (const source of notDefining)
  test(`does not define handler: ${source}`, () => assert.equal(mayDefine(source, "handler"), false));
