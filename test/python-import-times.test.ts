import assert from "node:assert/strict";
import { test } from "node:test";
import { importTimes, leastOf } from "../packaging/estimates/python-import-times.ts";

const text = `import time: self [us] | cumulative | imported package
import time:       500 |        500 | site
import time:      1000 |       1000 |     json.decoder
import time:      2000 |       3000 |   json
import time:      4000 |       4000 |   urllib3.util
import time:      8000 |      15000 | requests
`;

test("counts Python's own modules for the package that loads them first, and others for themselves", () => {
  assert.deepEqual(Object.fromEntries(importTimes(text)), { requests: 11, urllib3: 4 });
});

test("takes the least of several measurements", () => {
  const least = leastOf([new Map([["requests", 11]]), new Map([["requests", 9]]), new Map([["requests", 30]])]);
  assert.deepEqual([...least], [["requests", 9]]);
});
