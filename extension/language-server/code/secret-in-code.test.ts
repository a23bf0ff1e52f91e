import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseCode } from "./parse-code.ts";
import { secretInCode } from "./secret-in-code.ts";

/** What is found in a file, as it stands there. */
function found(text: string, file = "/src/app.js"): string[] {
  const lines = text.split("\n");
  return secretInCode({ file, text, tree: parseCode(file, text) }).map(({ range: { start, end } }) =>
    start.line === end.line
      ? (lines[start.line] ?? "").slice(start.character, end.character)
      : `lines ${start.line} to ${end.line}`,
  );
}

describe("secrets in code", () => {
  test("are shown as they stand in the code, without quotes", () => {
    assert.deepEqual(found(`const password = "t4ble-tennis";`), ["t4ble-tennis"]);
    assert.deepEqual(found(`connect(password=r't4ble-tennis')`, "/src/app.py"), ["t4ble-tennis"]);
    assert.deepEqual(found(`String password = "t4ble-tennis";`, "/src/App.java"), ["t4ble-tennis"]);
  });

  test("are shown by their title where they are keys of several lines", () => {
    const body = `${"Ab3+".repeat(16)}\n`.repeat(3);
    const text = ["const key = `-----BEGIN", `PRIVATE KEY-----\n${body}-----END`, "PRIVATE KEY-----`;"].join(" ");
    assert.deepEqual(found(text), ["lines 0 to 4"]);
  });

  test("are those of the parts that a text is put together from", () => {
    const keyId = ["AKIA", "QZ7RWM3LX2VN5TKD"].join("");
    assert.deepEqual(found("const text = `id " + keyId + " of ${user}`;"), [keyId]);
  });

  test("are found once where both shape and name tell of them", () => {
    const token = ["ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join("");
    assert.deepEqual(found(`const token = "${token}";`), [token]);
  });

  test("have a name for keys that only chance tells from other text", () => {
    const key = ["kX9dQ2vLp8RzT4mWc7Y", "bN1sF6hJ3gA5eU0iO+xV/"].join("");
    assert.deepEqual(found(`const etag = "${key}";`), []);
    assert.deepEqual(found(`const secretAccessKey = "${key}";`), [key]);
  });

  test("are not passwords of servers at hand", () => {
    for (const host of ["localhost:5432", "127.0.0.1", "host.docker.internal", "db/orders"]) {
      assert.deepEqual(found(`const url = "postgres://app:t4ble-tennis@${host}";`), []);
    }
    assert.deepEqual(found(`const url = "postgres://app:t4ble-tennis@db.internal";`), ["t4ble-tennis"]);
  });
});
