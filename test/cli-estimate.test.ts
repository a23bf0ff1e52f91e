import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { CalibrationFiles, calibrationFolder } from "../runner/estimates/calibration-files.ts";
import { thisHost } from "../runner/host.ts";
import { helloProject, pilotlight, processEngine } from "./cli/hello-project.ts";
import { newFolder, runCli, RunnerProcess } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";

/** What of `estimate --json` is looked at here. */
interface Estimates {
  readonly region: string;
  readonly priceListDate: string;
  readonly functions: readonly {
    readonly name: string;
    readonly traffic: { readonly callsPerMonth: number; readonly coldShare: number };
    readonly estimate: Estimate;
  }[];
  readonly total: { readonly usd: number; readonly afterFreeTierUsd: number };
  readonly over: readonly { readonly functionName: string; readonly limit: string; readonly text: string }[];
}

interface Estimate {
  readonly coldStartMs: { readonly value: number; readonly basis: { readonly kind: string } };
  readonly durationMs: { readonly runs: number; readonly p95: number | null } | null;
  readonly costUsdPerMillion: { readonly value: number } | null;
}

suite("pilotlight estimate of a function that never ran", () => {
  const folder = helloProject(suiteScope());

  test("knows its cold start, and says how to learn its cost", async () => {
    const { code, stdout } = await pilotlight(folder, "estimate", "hello");
    assert.equal(code, 0);
    assert.match(stdout, /^hello: nodejs24\.x, x86_64, 128 MB\n {2}cold start +~\d+ ms +\d+ ms of an empty function/);
    assert.match(stdout, /never ran here, so its cost is not known\. Run it: pilotlight invoke hello\n/);
  });

  test("leaves the cost open in the table", async () => {
    const { stdout } = await pilotlight(folder, "estimate");
    assert.match(stdout, /\nhello +~\d+ ms +128 MB +- +- +- +estimated, never run\n/);
    assert.match(stdout, /\nTogether \$0 a month, \$0 after the free tier, without the one that never ran\./);
  });

  test("counts as over a limit of its cost, since nobody knows", async () => {
    const { code, stderr } = await pilotlight(folder, "estimate", "--fail-over", "cost=5/month");
    assert.equal(code, 1);
    assert.match(stderr, /^hello: it never ran here.* Run it first: pilotlight invoke hello$/m);
  });
});

test("pilotlight estimate of a Python function that never ran counts what it imports", async (t) => {
  const folder = newFolder(t);
  writeFileSync(
    join(folder, "app.py"),
    "import boto3\nqueue = boto3.client('sqs')\ndef handler(event, context): pass\n",
  );
  const Properties = { Runtime: "python3.13", Handler: "app.handler", CodeUri: "." };
  const Resources = { Py: { Type: "AWS::Serverless::Function", Properties } };
  writeFileSync(join(folder, "template.json"), JSON.stringify({ Transform: "AWS::Serverless-2016-10-31", Resources }));
  const { stdout } = await pilotlight(folder, "estimate", "Py");
  assert.match(stdout, /\+ \d{3} ms to load 0\.0 MB of code and what it imports, boto3 \d+ ms of them/);
});

suite("pilotlight estimate of a function that ran", () => {
  const scope = suiteScope();
  const folder = helloProject(scope);

  test("needs no runner", async () => {
    await pilotlight(folder, "invoke", "hello", ...processEngine);
    const { code, stdout, stderr } = await pilotlight(folder, "estimate", "--json");
    assert.deepEqual([code, stderr], [0, ""]);
    const { functions, total, over, region, priceListDate } = JSON.parse(stdout) as Estimates;
    const [hello] = functions;
    assert.ok(hello);
    assert.deepEqual([hello.name, hello.estimate.durationMs?.runs, hello.estimate.durationMs?.p95], ["hello", 1, null]);
    assert.equal(hello.estimate.coldStartMs.basis.kind, "estimated");
    assert.equal(hello.estimate.costUsdPerMillion?.value.toFixed(9), total.usd.toFixed(9));
    assert.deepEqual([region, hello.traffic, over], ["us-east-1", { callsPerMonth: 1_000_000, coldShare: 0.01 }, []]);
    assert.match(priceListDate, /^20\d\d-\d\d-\d\d$/);
  });

  test("tells what it is made from", async () => {
    const { code, stdout } = await pilotlight(folder, "estimate", "--known");
    assert.equal(code, 0);
    const { runs } = JSON.parse(stdout) as { runs: Record<string, { status: string }[]> };
    assert.deepEqual(
      runs["hello"]?.map(({ status }) => status),
      ["success"],
    );
  });

  test("says where each figure of one function comes from", async () => {
    const { stdout } = await pilotlight(folder, "estimate", "hello");
    assert.match(stdout, /\n {2}memory +\d+ of 128 MB +Measured, 1 run\.\n/);
    assert.match(stdout, /\n {2}cost +\$[\d.]+ per million +[\d.]+ ms a call at 128 MB, .*prices of us-east-1 \(20/);
  });

  test("takes the region's prices and the calls that are said", async () => {
    const args = ["estimate", "--json", "--region", "af-south-1", "--calls", "20000000"];
    const { stdout } = await pilotlight(folder, ...args);
    const { region, functions, total } = JSON.parse(stdout) as Estimates;
    assert.equal(region, "af-south-1");
    const perMillion = functions[0]?.estimate.costUsdPerMillion?.value ?? NaN;
    assert.ok(perMillion > 0.27);
    assert.equal(total.usd.toFixed(6), (20 * perMillion).toFixed(6));
    assert.ok(total.afterFreeTierUsd < total.usd);
  });

  test("takes the calls from the file beside the template, unless they are said", async (t) => {
    const file = join(folder, "pilotlight-traffic.json");
    writeFileSync(file, JSON.stringify({ coldShare: 0.2, functions: { hello: { callsPerMonth: 30 } } }));
    t.after(() => rmSync(file));
    const traffic = async (...args: string[]): Promise<unknown> => {
      const { stdout } = await pilotlight(folder, "estimate", "--json", ...args);
      return (JSON.parse(stdout) as Estimates).functions[0]?.traffic;
    };
    assert.deepEqual(await traffic(), { callsPerMonth: 30, coldShare: 0.2 });
    assert.deepEqual(await traffic("--calls", "5"), { callsPerMonth: 5, coldShare: 0.2 });
  });

  test("ends with 1 when a limit is exceeded, and says by what", async () => {
    const limits = "cost=1000/month,cold=1ms,memory=1MB";
    const { code, stdout, stderr } = await pilotlight(folder, "estimate", "hello", "--json", "--fail-over", limits);
    assert.equal(code, 1);
    assert.deepEqual(
      (JSON.parse(stdout) as Estimates).over.map(({ functionName, limit }) => [functionName, limit]),
      [
        ["hello", "cold"],
        ["hello", "memory"],
      ],
    );
    assert.match(stderr, /^hello: cold start \d+ ms, above 1 ms\nhello: memory \d+ MB, above 1 MB\n$/);
  });

  test("takes what runners have measured of this machine", async (t) => {
    const env = { XDG_CACHE_HOME: newFolder(t) };
    const files = new CalibrationFiles(calibrationFolder({ ...thisHost(), platform: "linux", env }));
    const key = { engineDescription: "", identity: "", runtime: "nodejs24.x", engine: "process" } as const;
    await files.keep({ ...key, identity: "older" }, { ...key, emptyInitMs: 7, measuredAt: 1 });
    await files.keep(key, { ...key, emptyInitMs: 9, measuredAt: 2 });
    await files.keep({ ...key, engine: "container" }, { ...key, engine: "container", emptyInitMs: 8, measuredAt: 3 });
    const { stdout } = await runCli(["estimate", "hello"], { cwd: folder, env });
    assert.match(stdout, /\+ 3\.00 × \(init measured here \d+ ms, .*, less 9 ms of an empty function here\)/);
  });

  test("asks the workspace's runner while one is up", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal((await pilotlight(folder, "invoke", "hello")).code, 0);
    const { stdout } = await pilotlight(folder, "estimate", "--json");
    const [hello] = (JSON.parse(stdout) as Estimates).functions;
    assert.ok((hello?.estimate.durationMs?.runs ?? 0) >= 1);
    assert.ok(runner.lines.some(({ event }) => event === "invocation"));
  });
});

suite("pilotlight estimate refuses", () => {
  const folder = helloProject(suiteScope());

  const refusals: readonly (readonly [title: string, args: readonly string[], message: RegExp])[] = [
    ["a function that is not there", ["nope"], /^The workspace has no function nope\. See `pilotlight list`\.\n$/],
    ["a limit without a period", ["--fail-over", "cost=5"], /takes cost=5\/month, .*, not "cost=5"\. See `pilotlight/],
    ["calls that are no number", ["--calls", "many"], /^--calls takes a whole number from 0 to/],
    ["two functions", ["hello", "other"], /takes one function and options, so "other" is too much/],
  ];

  test("a file of calls that is no JSON", async (t) => {
    const file = join(folder, "pilotlight-traffic.json");
    writeFileSync(file, "{");
    t.after(() => rmSync(file));
    const { code, stderr } = await pilotlight(folder, "estimate");
    assert.equal(code, 2);
    assert.match(stderr, /pilotlight-traffic\.json is no JSON: .* Correct it, or remove it\.\n$/);
  });

  for (const [title, args, message] of refusals) {
    test(title, async () => {
      const { code, stdout, stderr } = await pilotlight(folder, "estimate", ...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }
});
