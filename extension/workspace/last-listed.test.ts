import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfFile, type Problem } from "../../runner/model/problem.ts";
import { summary } from "../explorer/views-for-tests.ts";
import { withLastListed } from "./last-listed.ts";

const [a, b] = [summary("A"), summary("B")];
const elsewhere = summary("C", { template: "/project/other/template.yaml" });
const before = [a, b, elsewhere];

function problem(rest: Partial<Problem>): Problem {
  const fixed = { code: "yaml-invalid", severity: "error", message: "", hint: "" } as const;
  return { ...fixed, file: a.template, range: startOfFile, ...rest };
}

const cases = [
  ["keeps the functions of a template that can't be read", [elsewhere], [problem({})], ["C", "A", "B"]],
  ["keeps a function whose entry can't be read", [a, elsewhere], [problem({ logicalId: "B" })], ["A", "C", "B"]],
  ["forgets a function that was removed", [a, elsewhere], [], ["A", "C"]],
  ["forgets one beside others that have mistakes", [a, elsewhere], [problem({ logicalId: "A" })], ["A", "C"]],
  ["forgets all where a warning is all there is", [elsewhere], [problem({ severity: "warning" })], ["C"]],
] as const;

for (const [title, functions, problems, names] of cases) {
  test(title, () =>
    assert.deepEqual(
      withLastListed({ functions, problems }, before).map(({ name }) => name),
      names,
    ),
  );
}
