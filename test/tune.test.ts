import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, suite, test } from "node:test";
import { helloProject, pilotlight, processEngine } from "./cli/hello-project.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder, RunnerProcess, spawnCli, exitCode } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";

/** What of `tune --json` is looked at here. */
interface Tuned {
  readonly functionName: string;
  readonly memoryMb: number;
  readonly engine: string;
  readonly areRunsNew: boolean;
  readonly curve: {
    readonly split: { readonly cpuMs: number; readonly waitingMs: number; readonly runs: number };
    readonly points: readonly { readonly kind: string; readonly memoryMb: number }[];
    readonly recommended: { readonly memoryMb: number } | null;
  };
  readonly verified: readonly unknown[];
}

function tunedOf(stdout: string): Tuned {
  return JSON.parse(stdout) as Tuned;
}

/** Computes so long that more memory is worth its price, and has the comment of a person. */
const template = `Transform: AWS::Serverless-2016-10-31
Resources:
  Sum: # of everything
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      CodeUri: src
      MemorySize: 128 # what it began with
      Timeout: 60
`;
const sum = `export const handler = async () => {
  let sum = 0;
  for (let step = 0; step < 30_000_000; step++) sum = (sum * 31 + step) | 0;
  return sum;
};
`;

suite("pilotlight tune", () => {
  const folder = helloProject(suiteScope());

  test("calls the function for as many warm runs as are asked for, and tells of every size", async () => {
    const { code, stdout, stderr } = await pilotlight(
      folder,
      "tune",
      "hello",
      "--runs",
      "3",
      ...processEngine,
      "--json",
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^hello \| calling it 3 times, after warming up$/m);
    const { functionName, memoryMb, engine, areRunsNew, curve, verified } = tunedOf(stdout);
    assert.deepEqual([functionName, memoryMb, engine, areRunsNew, verified], ["hello", 128, "process", true, []]);
    assert.equal(curve.split.runs, 3);
    const sizes = curve.points.map((point) => point.memoryMb);
    assert.deepEqual([sizes[0], sizes.at(-1)], [128, 10_240]);
  });

  test("counts as many cold starts as the file beside the template says", async (t) => {
    const file = join(folder, "pilotlight-traffic.json");
    t.after(() => rmSync(file));
    writeFileSync(file, JSON.stringify({ functions: { hello: { coldShare: 0.005 } } }));
    const { stdout } = await pilotlight(folder, "tune", "hello", "--runs", "1", ...processEngine);
    assert.match(stdout, / with 0\.5 % of calls that pay for \d/);
  });

  test("prints a table and where the figures come from", async () => {
    const { stdout } = await pilotlight(folder, "tune", "hello", "--runs", "1", ...processEngine);
    assert.match(stdout, /^hello, build \w+, process engine\n\n +MEMORY +DURATION +X86_64 +ARM64\n/);
    assert.match(stdout, /\n *10240 MB +[\d.]+ m?s +\$[\d.]+ +\$[\d.]+/);
    assert.match(stdout, /\nA call takes [\d.]+ m?s of CPU time.*: medians of 1 warm run, made for this\./);
  });

  test("goes by the runs at hand of a runner where they are enough, and calls nothing", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    for (let call = 0; call < 4; call++) assert.equal((await pilotlight(folder, "invoke", "hello")).code, 0);
    const { stdout } = await pilotlight(folder, "tune", "hello", "--runs", "3", "--json");
    const { areRunsNew, curve } = tunedOf(stdout);
    assert.equal(areRunsNew, false);
    assert.ok(curve.split.runs >= 3);
    assert.equal(runner.lines.filter(({ event }) => event === "invocation").length, 4);
  });

  test("makes new runs where an event is named, whatever is at hand", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    for (let call = 0; call < 3; call++) await pilotlight(folder, "invoke", "hello");
    const { stdout } = await pilotlight(folder, "tune", "hello", "--runs", "2", "--json", "--event", "{}");
    const { areRunsNew, curve } = tunedOf(stdout);
    assert.deepEqual([areRunsNew, curve.split.runs], [true, 2]);
  });

  test("teaches other figures nothing: its calls are in no history", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await pilotlight(folder, "tune", "hello", "--runs", "2", "--event", '{"say":"tuned"}');
    assert.equal((await pilotlight(folder, "invoke", "hello")).code, 0);
    await runner.line(({ event }) => event === "invocation");
    assert.equal(runner.lines.filter(({ event }) => event === "invocation").length, 1);
  });

  test("says why when the function fails, and how to go on", async () => {
    const { code, stdout, stderr } = await pilotlight(folder, "tune", "hello", ...processEngine, "-e", '{"fail":true}');
    assert.equal(stdout, "");
    assert.notEqual(code, 0);
    assert.match(
      stderr,
      /hello failed, and what fails can't be tuned: correct it, or call it with another event\. TypeError: as asked/,
    );
  });

  test("verifies nothing where functions are processes, and says what it takes", async () => {
    const { code, stderr } = await pilotlight(folder, "tune", "hello", "--verify", "--runs", "1", ...processEngine);
    assert.notEqual(code, 0);
    assert.match(stderr, /hello runs as a process, which can't be given a share of a CPU\. Start Docker or Podman/);
  });

  test("ends at once when it is interrupted", { skip: process.platform === "win32" }, async (t) => {
    const slow = newFolder(t);
    writeProject(slow, {
      functions: { slow: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src", Timeout: 600 } },
      files: {
        "src/index.mjs": "export const handler = () => new Promise((resolve) => setTimeout(resolve, 500_000));",
      },
    });
    const child = spawnCli(["tune", "slow", ...processEngine], { cwd: slow });
    child.stdout?.resume();
    const ended = exitCode(child);
    for await (const chunk of child.stderr ?? []) {
      if (String(chunk).includes("calling it")) child.kill("SIGINT");
    }
    assert.notEqual(await ended, 0);
  });
});

suite("pilotlight tune --apply", () => {
  const folder = newFolder(suiteScope());
  writeProject(folder, { functions: {}, files: { "src/index.mjs": sum } });

  test("writes the recommended memory into the template, and leaves the rest of it as it is", async () => {
    const file = join(folder, "template.yaml");
    writeFileSync(file, template);
    const { code, stdout, stderr } = await pilotlight(folder, "tune", "Sum", "--apply", "--json", ...processEngine);
    assert.equal(code, 0, stderr);
    const recommended = tunedOf(stdout).curve.recommended?.memoryMb ?? 0;
    assert.ok(recommended > 128);
    assert.ok(stderr.endsWith(`${file}: Sum has ${recommended} MB now.\n`), stderr);
    assert.equal(readFileSync(file, "utf8"), template.replace("MemorySize: 128", `MemorySize: ${recommended}`));
  });
});

describe("pilotlight tune refuses", () => {
  const folder = helloProject(suiteScope());
  const refusals: readonly (readonly [title: string, args: readonly string[], message: RegExp])[] = [
    ["to go without a function", ["tune"], /needs the name of a function/],
    ["a function that is not there", ["tune", "nope", ...processEngine], /no function nope.*pilotlight list/s],
    ["an event that is no JSON", ["tune", "hello", "-e", "{", ...processEngine], /JSON/],
    ["a number of runs that is none", ["tune", "hello", "--runs", "0"], /--runs .*1.*1000/],
    ["a size that Lambda does not have", ["tune", "hello", "--sizes", "64"], /--sizes .*128.*10240/],
  ];
  for (const [title, args, message] of refusals) {
    test(title, async () => {
      const { code, stdout, stderr } = await pilotlight(folder, ...args);
      assert.deepEqual([code === 0, stdout], [false, ""]);
      assert.match(stderr, message);
    });
  }
});
