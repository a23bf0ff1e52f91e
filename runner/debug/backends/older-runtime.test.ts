import assert from "node:assert/strict";
import { test } from "node:test";
import { isOlderThan } from "./older-runtime.ts";

test("versions of runtimes are compared as numbers", () => {
  const older = ["python2.7", "python3.7", "python3.8", "python3.10", "ruby4.0"].filter((name) =>
    isOlderThan(name, 3, 8),
  );
  assert.deepEqual(older, ["python2.7", "python3.7"]);
});
