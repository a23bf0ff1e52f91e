import assert from "node:assert/strict";
import { test } from "node:test";
import { errorText } from "./error-text.ts";

for (const [runtime, payload, expected] of [
  [
    "Node.js",
    { errorType: "TypeError", errorMessage: "x", trace: ["TypeError: x", "    at handler (/var/task/app.js:1:2)"] },
    "TypeError: x\n    at handler (/var/task/app.js:1:2)",
  ],
  [
    "Python",
    {
      errorMessage: "x",
      errorType: "KeyError",
      stackTrace: ['  File "/var/task/app.py", line 3, in handler\n    a[1]\n'],
    },
    'KeyError: x\n  File "/var/task/app.py", line 3, in handler\n    a[1]',
  ],
  [
    "Go",
    { errorMessage: "x", errorType: "errorString", stackTrace: [{ path: "main.go", line: 12, label: "handle" }] },
    "errorString: x\n    handle (main.go:12)",
  ],
  [
    "Node.js, without the frames of its runtime",
    {
      errorType: "E",
      errorMessage: "x",
      trace: [
        "E: x",
        "    at handler (/var/task/app.js:1:2)",
        "    at run (file:///opt/pilotlight/dist/bootstrap/node.mjs:6:7)",
        "    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
      ],
    },
    "E: x\n    at handler (/var/task/app.js:1:2)\n    … 2 frames of the runtime",
  ],
  ["one without a type", { errorMessage: "Task timed out after 3.00 seconds" }, "Task timed out after 3.00 seconds"],
] as const) {
  test(`reads an error of ${runtime}`, () => assert.equal(errorText(JSON.stringify(payload)), expected));
}

for (const payload of ['{"message":"fine"}', "null", "[1]", "not json", '{"errorMessage":7}']) {
  test(`sees no error in ${payload}`, () => assert.equal(errorText(payload), undefined));
}
