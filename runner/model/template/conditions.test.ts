import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfFile } from "../problem.ts";
import { inShort, stackFrom } from "./stack-for-tests.ts";

const cases: readonly (readonly [written: string, expected: boolean])[] = [
  ["!Equals [a, a]", true],
  ["!Equals [a, b]", false],
  ['!Equals ["1", 1]', true],
  ["!Equals [!Ref P, v]", true],
  ["!Not [!Equals [a, b]]", true],
  ["!And [!Equals [a, a], !Equals [b, b]]", true],
  ["!And [!Equals [a, a], !Equals [a, b]]", false],
  ["!Or [!Equals [a, b], !Equals [a, a]]", true],
  ["!Or [!Equals [a, b], !Condition Other]", false],
  ["{ Condition: Other }", false],
];

for (const [written, expected] of cases) {
  test(`${written} is ${expected}`, () => {
    const stack = stackFrom(
      `Parameters: { P: { Type: String, Default: v } }\nResources: {}\nConditions:\n  Other: !Equals [x, y]\n  C: ${written}\n`,
    );
    assert.equal(stack.condition("C", startOfFile, stack.report), expected);
    assert.deepEqual(stack.problems.map(inShort), []);
  });
}

test("reports conditions that go round in a circle and takes them for false", () => {
  const stack = stackFrom("Resources: {}\nConditions:\n  A: !Condition B\n  B: !Condition A\n");
  assert.equal(stack.condition("A", startOfFile, stack.report), false);
  assert.deepEqual(stack.problems.map(inShort), ["3:16 reference-cycle"]);
  assert.match(stack.problems[0]?.message ?? "", /condition A → condition B → condition A/);
});

for (const written of ["maybe", "[a]", "!Equals [a]", "!Not []", "!Sub x"]) {
  test(`${written} is reported as no condition`, () => {
    const stack = stackFrom(`Resources: {}\nConditions:\n  C: ${written}\n`);
    assert.equal(stack.condition("C", startOfFile, stack.report), false);
    assert.deepEqual(
      stack.problems.map(({ code }) => code),
      ["condition-invalid"],
    );
  });
}
