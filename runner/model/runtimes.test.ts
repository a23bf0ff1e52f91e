import assert from "node:assert/strict";
import { test } from "node:test";
import { findRuntime, newestRuntime, runtimeSupport } from "./runtimes.ts";

const cases: readonly (readonly [id: string, day: string, support: string])[] = [
  ["nodejs24.x", "2026-11-23", "supported"],
  ["nodejs20.x", "2026-04-29", "supported"],
  ["nodejs20.x", "2026-04-30", "deprecated"],
  ["nodejs20.x", "2027-02-01", "retired"],
  ["python3.10", "2026-11-23", "deprecated"],
  ["provided.al2", "2026-11-23", "deprecated"],
  ["nodejs26.x", "2026-11-23", "preview"],
  ["dotnet9", "2026-01-01", "retired"],
  ["nodejs12.x", "2026-11-23", "retired"],
  ["go1.x", "2026-11-23", "retired"],
];

for (const [id, day, support] of cases) {
  test(`${id} is ${support} on ${day}`, () => {
    const runtime = findRuntime(id);
    assert.ok(runtime);
    assert.equal(runtimeSupport(runtime, new Date(day)), support);
  });
}

test("knows the family, version and image of a runtime", () => {
  const { family, version, image, os } = findRuntime("python3.13") ?? {};
  assert.deepEqual([family, version, image, os], ["python", "3.13", "public.ecr.aws/lambda/python:3.13", "AL2023"]);
  assert.equal(findRuntime("nodejs99.x"), undefined);
  assert.equal(findRuntime("constructor"), undefined);
});

test("recommends the newest supported runtime of a family", () => {
  const today = new Date("2026-11-23");
  assert.equal(newestRuntime("nodejs", today), "nodejs24.x");
  assert.equal(newestRuntime("go", today), "provided.al2023");
});
