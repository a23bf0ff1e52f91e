import assert from "node:assert/strict";
import { test } from "node:test";
import { lambdaFunction } from "../../test/harness/lambda-function.ts";
import { changedFunctions } from "./changed-functions.ts";

const before = [lambdaFunction({ name: "one" }), lambdaFunction({ name: "two" })];

test("finds nothing changed when a function only moved in its template or has other triggers", () => {
  const range = { start: { line: 9, character: 2 }, end: { line: 9, character: 5 } };
  const after = before.map((fn) => ({
    ...fn,
    range,
    description: "new",
    reservedConcurrency: 3,
    provisionedConcurrency: 2,
  }));
  assert.deepEqual(changedFunctions(before, after), []);
});

test("asks for no build when only settings differ", () => {
  const fn = lambdaFunction({ name: "two", memoryMb: 512, environment: { A: "1" } });
  assert.deepEqual(changedFunctions(before, [lambdaFunction({ name: "one" }), fn]), [{ fn, isBuildNeeded: false }]);
});

test("asks for a build when the handler, the runtime, the code, a layer or the search path is another", () => {
  const layers = [{ name: "shared", content: { kind: "folder" as const, path: "/work/layer" } }];
  for (const change of [
    { handler: "other.handler" },
    { runtime: "nodejs22.x" },
    { code: { kind: "zip" as const, path: "/work/a.zip" } },
    { layers },
    { environment: { PYTHONPATH: "/var/task/lib" } },
  ]) {
    const fn = lambdaFunction({ name: "one", ...change });
    assert.deepEqual(changedFunctions(before, [fn]), [{ fn, isBuildNeeded: true }]);
  }
});

test("leaves out functions that come and go", () => {
  assert.deepEqual(changedFunctions(before, [lambdaFunction({ name: "three" })]), []);
});
