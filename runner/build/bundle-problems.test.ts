import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import type { Message } from "esbuild";
import { startOfFile } from "../model/problem.ts";
import { bundleFailureMessage, bundleProblems } from "./bundle-problems.ts";

const fn = { name: "Hello", logicalId: "HelloFunction", template: resolve("/w/template.yaml"), range: startOfFile };
const folder = resolve("/w/src");

function message(text: string, location: Partial<NonNullable<Message["location"]>> | null): Message {
  const whole = { file: "app.ts", namespace: "", line: 1, column: 0, length: 0, lineText: "", suggestion: "" };
  return {
    id: "",
    pluginName: "",
    text,
    location: location && { ...whole, ...location },
    notes: [],
    detail: undefined,
  };
}

test("places a message by UTF-16 units although esbuild counts bytes", () => {
  const [problem] = bundleProblems(
    [message("bad", { line: 3, lineText: 'x = "é€𝄞" + oops', column: 18, length: 4 })],
    "error",
    fn,
    folder,
  );
  assert.deepEqual(problem?.range, { start: { line: 2, character: 13 }, end: { line: 2, character: 17 } });
  assert.equal(problem.file, resolve("/w/src/app.ts"));
  assert.equal(problem.logicalId, "HelloFunction");
});

test("puts a message without a place at the function in its template", () => {
  const [problem] = bundleProblems([message("bad", null)], "warning", fn, folder);
  assert.equal(problem?.file, fn.template);
  assert.equal(problem.severity, "warning");
});

test("says how to get a package that cannot be resolved", () => {
  const [problem] = bundleProblems([message('Could not resolve "left-pad"', null)], "error", fn, folder);
  assert.match(problem?.hint ?? "", /Install left-pad/);
});

test("says how to make a function with a top-level await an ES module, at the place and after the failed build", () => {
  const text = 'Top-level await is currently not supported with the "cjs" output format';
  const problems = bundleProblems([message(text, {})], "error", fn, folder);
  const step = /name the handler's source \.mts, set "type": "module" in package\.json, or set Format: esm/;
  assert.match(problems[0]?.hint ?? "", step);
  assert.match(bundleFailureMessage(fn, problems), step);
});

test("names the first three errors by place and counts the others", () => {
  const errors = ["a", "b", "c", "d", "e"].map((text, line) => message(text, { line: line + 1 }));
  const app = resolve("/w/src/app.ts");
  assert.equal(
    bundleFailureMessage(fn, bundleProblems(errors, "error", fn, folder)),
    [
      "The build of Hello failed with 5 errors:",
      `  ${app}:1:1: a`,
      `  ${app}:2:1: b`,
      `  ${app}:3:1: c`,
      "  and 2 more",
      "Correct the code and invoke again.",
    ].join("\n"),
  );
});
