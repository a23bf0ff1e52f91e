import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { estimateFunction, type Traffic } from "../../../runner/model/estimate/function-estimate.ts";
import type { Run } from "../../../runner/model/estimate/run.ts";
import { run } from "../facts-for-tests.ts";
import { TemplateDocument } from "./template-document.ts";
import { callsText, templateLenses } from "./template-lenses.ts";

const text = `Resources:
  A:
    Type: AWS::Serverless::Function
    Properties: { Runtime: nodejs24.x, MemorySize: 512 }
  B:
    Type: AWS::Serverless::Function
    Properties: { Runtime: python3.13 }
`;

function lenses(
  versions: readonly string[],
  runs: Readonly<Record<string, readonly Run[]>> = {},
  callsPerMonth = 1_000_000,
): string[] {
  const document = new TemplateDocument("/p/template.yaml");
  const [view] = versions
    .map((version, index) =>
      document.view({ version: index, getText: () => version }, { region: "us-east-1", parameterOverrides: {} }),
    )
    .slice(-1);
  assert.ok(view);
  const traffic: Traffic = { callsPerMonth, coldShare: 0 };
  const entries = view.placed.map(({ fn, line }) => {
    const estimate = estimateFunction({ fn: fn.settings, region: "us-east-1", runs: runs[fn.name] ?? [], traffic });
    return { fn, line, name: fn.name, folder: undefined, traffic, estimate };
  });
  const found = templateLenses(entries, view.reading.resourcesLine);
  return found.map(({ range, command }) => `${range.start.line} ${command?.title ?? ""}`);
}

describe("lenses in a template", () => {
  test("stand above each function, and above all of them", () => {
    const all = lenses([text]);
    assert.equal(all[0], "0 2 functions · cost unknown · 2 not run yet");
    assert.deepEqual(all.slice(1, 3), ["1 invoke", "1 debug"]);
    assert.match(all[3] ?? "", /^1 cold ~\d+ ms · 512 MB · cost unknown · not run yet$/);
    assert.match(all[6] ?? "", /^4 cold ~\d+ ms · 128 MB · cost unknown · not run yet$/);
    assert.equal(all.length, 7);
  });

  test("tell what a month costs, of all that ran together", () => {
    // Each: 2 M requests × $0.20, and 2 M × 0.1 s × its GB × $0.0000166667. Free: 1 M requests and 400,000 GB-s.
    const runs = [run(0, { durationMs: 100, cpuMs: 0 })];
    const all = lenses([text], { A: runs, B: runs }, 2_000_000);
    assert.equal(all[0], "0 2 functions · $2.88 a month at 4M calls · $0.60 after the free tier");
    assert.match(all[3] ?? "", / · 84 of 512 MB · \$2\.07 a month at 2M calls · 1 run$/);
    assert.match(all[6] ?? "", / · 84 of 128 MB · \$0\.82 a month at 2M calls · 1 run$/);
  });

  test("are as many, in the right places, while an entry is being written", () => {
    const before = lenses([text]);
    const written = text.replace("Runtime: python3.13", 'Runtime: "py');
    assert.deepEqual(lenses([text, written]), before);
    assert.deepEqual(
      lenses([text, `# one\n${written}`]),
      before.map((lens) => lens.replace(/^\d+/, (line) => String(Number(line) + 1))),
    );
  });

  test("are none for an entry that is gone, or whose condition is false", () => {
    const [onlyA = ""] = text.split("  B:");
    assert.equal(lenses([text, onlyA]).length, 4);
    const conditional = `Conditions: { No: !Equals [a, b] }\n${text.replace("  B:\n", "  B:\n    Condition: No\n")}`;
    assert.equal(lenses([conditional]).length, 4);
  });

  test("are none in a template without a function", () => {
    assert.deepEqual(lenses(["Resources:\n  Q: { Type: AWS::SQS::Queue }\n"]), []);
    assert.deepEqual(lenses([""]), []);
  });
});

test("calls are told in short", () => {
  assert.deepEqual([1, 250_000, 5_000_000, 1_234_567].map(callsText), [
    "1 call",
    "250K calls",
    "5M calls",
    "1.23M calls",
  ]);
});
