import assert from "node:assert/strict";
import { test } from "node:test";
import { lambdaFunction } from "../../test/harness/lambda-function.ts";
import type { Project } from "../model/function.ts";
import { startOfFile, type Problem } from "../model/problem.ts";
import { withLastGood } from "./last-good.ts";

const template = "/work/template.yaml";

function project(names: readonly string[], problems: readonly Problem[] = []): Project {
  const functions = names.map((name) => lambdaFunction({ name, logicalId: name, template }));
  return { root: "/work", templates: [template], functions, problems, region: "us-east-1", accountId: "1" };
}

function problem(changes: Partial<Problem>): Problem {
  const base = { severity: "error" as const, message: "", hint: "", file: template, range: startOfFile };
  return { code: "yaml-invalid", ...base, ...changes };
}

function namesOf({ functions }: Project): string[] {
  return functions.map(({ name }) => name);
}

test("keeps every function of a template that can't be read any more", () => {
  assert.deepEqual(namesOf(withLastGood(project([], [problem({})]), project(["one", "two"]))), ["one", "two"]);
});

test("keeps the functions of templates nested in one that can't be read", () => {
  const nested = lambdaFunction({ name: "nested", template: "/work/child.yaml" });
  const last = { ...project([]), templates: [template, "/work/child.yaml"], functions: [nested] };
  assert.deepEqual(namesOf(withLastGood(project([], [problem({})]), last)), ["nested"]);
});

test("keeps a function whose own declaration can't be used", () => {
  const next = project(["one"], [problem({ code: "resource-invalid", logicalId: "two" })]);
  assert.deepEqual(namesOf(withLastGood(next, project(["one", "two"]))), ["one", "two"]);
});

test("lets go of a function that was removed", () => {
  const next = project(["one"], [problem({ code: "memory-out-of-range", logicalId: "one" })]);
  assert.deepEqual(namesOf(withLastGood(next, project(["one", "two"]))), ["one"]);
});

test("lets go of the functions of a template that is no longer there", () => {
  const gone = lambdaFunction({ name: "gone", template: "/work/other.yaml" });
  const last = { ...project(["one"]), functions: [...project(["one"]).functions, gone] };
  assert.deepEqual(namesOf(withLastGood(project(["one"]), last)), ["one"]);
});
