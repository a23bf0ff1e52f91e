import assert from "node:assert/strict";
import { test } from "node:test";
import { inShort, outputsOf, stackFrom } from "./stack-for-tests.ts";

const cases: readonly (readonly [
  title: string,
  declaration: string,
  given: string | undefined,
  value: unknown,
  codes: string[],
])[] = [
  ["uses the default", "{ Type: String, Default: a }", undefined, "a", []],
  ["prefers the value given", "{ Type: String, Default: a }", "b", "b", []],
  ["takes an empty default for a value", '{ Type: String, Default: "" }', undefined, "", []],
  ["splits a list at commas", "{ Type: List<String> }", "a, b", ["a", "b"], []],
  ["stands in for a missing value with the name", "{ Type: String }", undefined, "P", ["parameter-without-value"]],
  ["refuses a default that is a function", "{ Type: String, Default: !Ref Q }", undefined, "P", ["parameter-invalid"]],
  ["reports a value that is not allowed", "{ Type: String, AllowedValues: [a] }", "b", "b", ["parameter-not-allowed"]],
];

for (const [title, declaration, given, value, codes] of cases) {
  test(title, () => {
    const stack = stackFrom(
      `Resources: {}\nParameters:\n  P: ${declaration}\nOutputs:\n  X: !Ref P\n`,
      given === undefined ? {} : { P: given },
    );
    assert.deepEqual(outputsOf(stack)["X"], value);
    assert.deepEqual(
      stack.problems.map(({ code }) => code),
      codes,
    );
    assert.ok(stack.problems.map(inShort).every((each) => each.startsWith("2:")));
  });
}
