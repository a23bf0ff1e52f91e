import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDepInfo } from "./dep-info.ts";

test("paths with spaces are one path", () => {
  const text = "/t/boot\\ strap: /my\\ code/src/main.rs C:\\code\\lib.rs\n\n/other: /x\n";
  assert.deepEqual(parseDepInfo(text), ["/my code/src/main.rs", "C:\\code\\lib.rs"]);
});
