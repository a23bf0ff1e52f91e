import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { estimateFunction, type Traffic } from "../../../runner/model/estimate/function-estimate.ts";
import type { Run } from "../../../runner/model/estimate/run.ts";
import { run } from "../facts-for-tests.ts";
import { TemplateDocument } from "./template-document.ts";
import { templateHints } from "./template-hints.ts";

const traffic: Traffic = { callsPerMonth: 1_000_000, coldShare: 0 };
const everywhere = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

/** `line:character label` of each hint. */
function hints(text: string, runs: readonly Run[] = [], range = everywhere): string[] {
  const view = new TemplateDocument("/p/template.yaml").view(
    { version: 1, getText: () => text },
    { region: "us-east-1", parameterOverrides: { Size: "256" } },
  );
  const found = templateHints(view, range, ({ settings }) => {
    const input = { fn: settings, region: "us-east-1", runs, traffic };
    return { input, estimate: estimateFunction(input) };
  });
  return found.map(({ position: { line, character }, label }) => `${line}:${character} ${label as string}`);
}

function template(...properties: readonly string[]): string {
  return ["Resources:", "  A:", "    Type: AWS::Serverless::Function", "    Properties:", "      Runtime: nodejs24.x"]
    .concat(properties.map((property) => `      ${property}`))
    .join("\n");
}

const runs = Array.from({ length: 100 }, (_, index) => run(index, { durationMs: 200, cpuMs: 10 }));

describe("hints behind a function's properties", () => {
  test("tell of memory the share of a vCPU, the peak, and what less would save", () => {
    assert.deepEqual(hints(template("MemorySize: 512 # MB")), ["5:21 0.29 vCPU"]);
    assert.deepEqual(hints(template("MemorySize: 512 # MB"), runs), [
      "5:21 0.29 vCPU · peak 84 MB · 256 MB saves 37 %",
    ]);
  });

  test("leave out the share of a vCPU where all of it would be cut off", () => {
    const large = Array.from({ length: 3 }, (_, index) => run(index, { maxMemoryUsedMb: 1000, cpuMs: 0 }));
    assert.deepEqual(hints(template("MemorySize: 10240"), large), ["5:23 peak 1000 MB · 1280 MB saves 83 %"]);
  });

  test("tell of memory that is nearly full how much would leave headroom", () => {
    const full = [run(0, { maxMemoryUsedMb: 120 })];
    assert.deepEqual(hints(template("MemorySize: 128"), full), ["5:21 0.072 vCPU · peak 120 MB · 192 MB is safer"]);
  });

  test("suggest no memory that would cost as much by taking longer", () => {
    const computing = [run(0, { durationMs: 1000, cpuMs: 1000 })];
    assert.deepEqual(hints(template("MemorySize: 512"), computing), ["5:21 0.29 vCPU · peak 84 MB"]);
  });

  test("tell of the timeout how long calls take, of few runs the longest", () => {
    assert.deepEqual(hints(template("Timeout: 10")), []);
    assert.deepEqual(hints(template("Timeout: 10"), runs), ["5:17 p99 200 ms · 50 × headroom"]);
    assert.deepEqual(hints(template("Timeout: 10"), runs.slice(0, 3)), [
      "5:17 longest of 3 runs 200 ms · 50 × headroom",
    ]);
    assert.deepEqual(hints(template("Timeout: 10"), runs.slice(0, 1)), ["5:17 1 run took 200 ms · 50 × headroom"]);
    const short = [run(0, { durationMs: 7 })];
    assert.deepEqual(hints(template("Timeout: 10"), short), ["5:17 1 run took 7 ms · 1400 × headroom"]);
  });

  test("tell of the architecture what the other one costs", () => {
    assert.deepEqual(hints(template("Architectures: [x86_64]")), ["5:29 arm64 costs 20 % less per GB-second"]);
    assert.deepEqual(hints(template("Architectures:", "  - arm64")), ["6:15 x86_64 costs 25 % more per GB-second"]);
  });

  test("tell of storage and provisioned concurrency what they cost a month", () => {
    const both = template(
      "MemorySize: 1024",
      "EphemeralStorage: { Size: 1024 }",
      "ProvisionedConcurrencyConfig:",
      "  ProvisionedConcurrentExecutions: 2",
    );
    const [, storage, provisioned] = hints(both);
    assert.equal(storage, "6:36 $0.015 per million seconds of calls");
    // 2 × 730 h × 3,600 s/h × 1 GB × $0.0000041667.
    assert.equal(provisioned, "8:42 $21.90 a month, called or not");
    assert.equal(hints(both, runs)[1], "6:36 $0.0031 a month");
    assert.deepEqual(hints(template("EphemeralStorage: { Size: 512 }")), ["5:35 free up to 512 MB"]);
  });

  test("take the value that a parameter has, and say nothing of one that is not known", () => {
    const parameters = "Parameters:\n  Size: { Type: Number }\n  Other: { Type: Number }\n";
    assert.deepEqual(hints(parameters + template("MemorySize: !Ref Size")), ["8:27 0.14 vCPU"]);
    assert.deepEqual(hints(parameters + template("MemorySize: !Ref Other")), []);
  });

  test("are none where a value is still to be written", () => {
    assert.deepEqual(hints(template("MemorySize:", "Timeout: ")), []);
  });

  test("are none for what an alias brings in from elsewhere", () => {
    const text = template("MemorySize: 128").replace("Properties:", "Properties: &all");
    assert.deepEqual(hints(`${text}\n  B:\n    Type: AWS::Serverless::Function\n    Properties: *all\n`), [
      "5:21 0.072 vCPU",
    ]);
  });

  test("are those of the lines that were asked for", () => {
    const text = template("MemorySize: 128", "Architectures: [arm64]");
    const only = { start: { line: 6, character: 0 }, end: { line: 6, character: 0 } };
    assert.deepEqual(hints(text, [], only), ["6:28 x86_64 costs 25 % more per GB-second"]);
  });
});

describe("hints in Globals", () => {
  const globals = "Globals:\n  Function:\n    MemorySize: 256\n    Timeout: 20\n";
  const second = "\n  B:\n    Type: AWS::Serverless::Function\n    Properties: { MemorySize: 128 }\n";

  test("are of the only function that has its value from there", () => {
    assert.deepEqual(hints(globals + template() + second, runs.slice(0, 1)).slice(0, 2), [
      "2:19 0.14 vCPU · peak 84 MB",
      "3:15 longest run of 2 functions 200 ms",
    ]);
  });

  test("are of all functions that have their value from there", () => {
    const third = "\n  C:\n    Type: AWS::Serverless::Function\n";
    assert.deepEqual(hints(globals + template() + third), ["2:19 0.14 vCPU · 2 functions", "3:15 2 functions"]);
    assert.deepEqual(hints(globals + template() + third, runs), [
      "2:19 0.14 vCPU · peak of 2 functions 84 MB",
      "3:15 longest run of 2 functions 200 ms",
    ]);
  });

  test("say so where no function has it from there", () => {
    assert.equal(hints(globals + template("MemorySize: 512"))[0], "2:19 every function has its own");
  });
});

test("a template in JSON has the same hints", () => {
  const json =
    '{"Resources":{"A":{"Type":"AWS::Lambda::Function",\n"Properties":{\n"MemorySize": 1769,\n"Timeout": 3}}}}';
  assert.deepEqual(hints(json, runs.slice(0, 1)), [
    "2:18 1 vCPU · peak 84 MB",
    "3:12 1 run took 200 ms · 15 × headroom",
  ]);
});
