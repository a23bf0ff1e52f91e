import assert from "node:assert/strict";
import { test } from "node:test";
import { eventText, jsonText, problemText } from "./printing.ts";

test("writes what is unknown as null", () => {
  assert.equal(
    jsonText({ a: undefined, b: { c: undefined }, d: [1, undefined] }),
    '{"a":null,"b":{"c":null},"d":[1,null]}',
  );
});

test("puts a problem on one line that editors can jump from", () => {
  const problem = {
    code: "memory-out-of-range",
    severity: "error",
    message: "MemorySize is 64.",
    hint: "Use 128 to 10240.",
    file: "/work/template.yaml",
    range: { start: { line: 11, character: 6 }, end: { line: 11, character: 8 } },
  } as const;
  assert.equal(
    problemText(problem),
    "/work/template.yaml:12:7 error memory-out-of-range: MemorySize is 64. Use 128 to 10240.",
  );
});

test("names the function in front of every line of a log entry", () => {
  const line = {
    event: "log",
    functionName: "hello",
    environmentId: "e",
    logStream: "s",
    requestId: undefined,
    timeMs: 0,
    source: "platform",
    text: "RequestId: 1 Error: gone\nRuntime.ExitError",
  } as const;
  assert.equal(eventText(line), "hello | RequestId: 1 Error: gone\nhello | Runtime.ExitError");
});
