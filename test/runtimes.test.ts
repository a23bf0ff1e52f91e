import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { awsCli, python } from "./harness/aws-python.ts";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { findPart, lacking, type PartName } from "./harness/parts.ts";
import { fixture, type FunctionProperties } from "./harness/project.ts";
import { reportLine } from "./harness/report-line.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

interface RuntimeCase {
  readonly title: string;
  readonly name: string;
  readonly engines: readonly EngineKind[];
  readonly needs: readonly PartName[];
  /** Absolute path of the code; undefined when a part has it. */
  readonly code: string | undefined;
  readonly properties: FunctionProperties;
  /** How to make it fail: a handler of its own, or an event of its own. */
  readonly failing: { readonly handler?: string; readonly event: unknown } | undefined;
  /** What the runtime makes of the failure "no luck". */
  readonly error?: Readonly<Record<string, unknown>>;
  /** The field with the stack. */
  readonly stack?: string;
}

const both = ["process", "container"] as const;
const noLuck = { message: "no luck" };

const cases: readonly RuntimeCase[] = [
  {
    title: "TypeScript on Node.js",
    name: "TypeScript",
    engines: both,
    needs: [],
    code: fixture("typescript-echo"),
    properties: {
      Runtime: "nodejs24.x",
      Handler: "echo.handler",
      Metadata: { BuildMethod: "esbuild", BuildProperties: { EntryPoints: ["echo.ts"], Sourcemap: true } },
    },
    failing: { event: { fail: "no luck" } },
    error: { errorType: "RangeError", errorMessage: "no luck" },
    stack: "trace",
  },
  {
    title: "an ES module on Node.js",
    name: "Module",
    engines: both,
    needs: [],
    code: fixture("node-echo"),
    properties: { Runtime: "nodejs24.x", Handler: "index.handler" },
    failing: { handler: "index.fail", event: noLuck },
    error: { errorType: "TypeError", errorMessage: "no luck" },
    stack: "trace",
  },
  {
    title: "a CommonJS module on Node.js",
    name: "CommonJs",
    engines: both,
    needs: [],
    code: fixture("node-cjs"),
    properties: { Runtime: "nodejs22.x", Handler: "index.handler" },
    failing: undefined,
  },
  {
    title: "Python",
    name: "Python",
    engines: both,
    needs: [],
    code: fixture("python-echo"),
    properties: { Runtime: "python3.11", Handler: "app.handler" },
    failing: { handler: "app.fail", event: noLuck },
    error: { errorType: "ValueError", errorMessage: "no luck" },
    stack: "stackTrace",
  },
  {
    title: "a bootstrap in shell",
    name: "Shell",
    engines: both,
    needs: [],
    code: fixture("shell"),
    properties: { Runtime: "provided.al2023", Handler: "any.thing" },
    failing: undefined,
  },
  {
    title: "Go",
    name: "Go",
    engines: both,
    needs: ["go"],
    code: undefined,
    properties: { Runtime: "provided.al2023", Handler: "bootstrap" },
    failing: { event: { fail: "no luck" } },
    error: { errorType: "errorString", errorMessage: "no luck" },
  },
  {
    title: "Rust",
    name: "Rust",
    engines: both,
    needs: ["rust"],
    code: undefined,
    properties: { Runtime: "provided.al2023", Handler: "bootstrap" },
    failing: { event: { fail: "no luck" } },
    error: { errorMessage: "no luck" },
  },
  {
    title: "Java",
    name: "Java",
    engines: ["container"],
    needs: ["java", "java image"],
    code: undefined,
    properties: { Runtime: "java17", Handler: "example.Echo::handleRequest", MemorySize: 512 },
    failing: { event: { fail: "no luck" } },
    error: { errorType: "java.lang.IllegalStateException", errorMessage: "no luck" },
    stack: "stackTrace",
  },
  {
    title: "Ruby",
    name: "Ruby",
    engines: ["container"],
    needs: ["ruby image"],
    code: fixture("ruby-echo"),
    properties: { Runtime: "ruby3.4", Handler: "app.handler" },
    failing: { handler: "app.fail_always", event: noLuck },
    error: { errorType: "Function<ArgumentError>", errorMessage: "no luck" },
    stack: "stackTrace",
  },
];

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "processes of this machine" : "containers of stand-in images";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`runtimes in ${where}`, { skip }, () => {
    const mine = cases.filter(({ engines }) => engines.includes(engine));
    const present = mine.filter(({ needs }) => lackingQuietly(needs) === undefined);
    const scope = suiteScope();
    let project: RunningProject;
    before(async () => {
      project = await startProject(
        scope,
        {
          defaults: { MemorySize: 256, Timeout: 30 },
          copies: Object.fromEntries(present.map((each) => [each.name, codeOf(each)])),
          functions: Object.fromEntries(
            present.flatMap((each) => {
              const { name, properties, failing } = each;
              const good = { ...properties, CodeUri: name };
              return [
                [name, good],
                ...(failing?.handler === undefined ? [] : [[`${name}Fails`, { ...good, Handler: failing.handler }]]),
              ] as [string, FunctionProperties][];
            }),
          ),
        },
        engineArguments(engine),
      );
    });

    for (const each of mine) {
      const { title, name, needs, failing, error, stack } = each;
      const missing = lacking(...needs);
      test(`run ${title}: one cold call, then a warm one in the same environment`, { skip: missing }, async () => {
        const cold = await project.invoke(name, { call: "cold", text: "ü\n" });
        const warm = await project.invoke(name, { call: "warm" });
        for (const [answer, event] of [
          [cold, { call: "cold", text: "ü\n" }],
          [warm, { call: "warm" }],
        ] as const) {
          assert.equal(answer.functionError, undefined, JSON.stringify(answer.payload));
          const payload = answer.payload as Record<string, unknown>;
          assert.deepEqual(payload["event"], event);
          assert.equal(payload["requestId"], answer.requestId);
          await project.logged(name, `echo ${answer.requestId}`);
          if (engine === "process") assert.match(answer.log, new RegExp(`echo ${answer.requestId}$`, "m"));
          const report = reportLine(answer.log);
          assert.equal(report.requestId, answer.requestId);
          assert.ok(report.durationMs > 0);
          assert.ok(report.maxMemoryUsedMb > 0 && report.maxMemoryUsedMb < report.memoryMb, answer.log);
          // The figures of the line are rounded, what is billed was not.
          const totalMs = report.durationMs + (report.initMs ?? 0);
          assert.ok(report.billedMs > totalMs - 0.02 && report.billedMs < totalMs + 1.02, answer.log);
        }
        assert.ok((reportLine(cold.log).initMs ?? 0) > 0, cold.log);
        assert.equal(reportLine(warm.log).initMs, undefined);
        assert.match(cold.log, /^INIT_START Runtime Version: \S/);
        assert.doesNotMatch(warm.log, /INIT_START/);

        const first = await project.record(cold.requestId);
        const second = await project.record(warm.requestId);
        assert.equal(first["environmentId"], second["environmentId"]);
        assert.equal(first["engine"], engine);
        const { cpuMs, initCpuMs } = first["report"] as Record<string, number>;
        assert.ok(cpuMs !== undefined && cpuMs >= 0, `${cpuMs} ms`);
        assert.ok(initCpuMs !== undefined && initCpuMs > 0, `${initCpuMs} ms`);
      });

      if (failing === undefined) continue;
      test(`pass on an error of ${title} as its runtime words it`, { skip: missing }, async () => {
        const functionName = failing.handler === undefined ? name : `${name}Fails`;
        const answer = await project.invoke(functionName, failing.event);
        assert.equal(answer.statusCode, 200);
        assert.equal(answer.functionError, "Unhandled");
        const payload = answer.payload as Record<string, unknown>;
        for (const [field, value] of Object.entries(error ?? {})) assert.equal(payload[field], value);
        assert.equal(typeof payload["errorType"], "string");
        if (stack !== undefined) assert.ok(Array.isArray(payload[stack]), JSON.stringify(payload));
        // An error that a handler reports is the function's business: no Status, and the environment goes on.
        assert.equal(reportLine(answer.log).status, undefined);
        const again = await project.invoke(functionName, failing.event);
        assert.equal(reportLine(again.log).initMs, undefined);
      });
    }

    test("answer boto3 and the AWS CLI, whatever the runtime", { skip: lacking("aws clients") }, async () => {
      const names = present.map(({ name }) => name);
      const boto3 = await python([join(import.meta.dirname, "fixtures", "boto3-invoke.py"), ...names], project);
      assert.equal(boto3.code, 0, boto3.stderr);
      assert.deepEqual(JSON.parse(boto3.stdout), Object.fromEntries(names.map((name) => [name, { from: "boto3" }])));
      for (const name of names) {
        const out = join(project.folder, `${name}.json`);
        const cli = await awsCli(project, ["invoke", "--function-name", name, "--payload", '{"from":"cli"}', out]);
        assert.equal(cli.code, 0, cli.stderr);
        assert.deepEqual((JSON.parse(readFileSync(out, "utf8")) as { event: unknown }).event, { from: "cli" });
      }
    });

    test("shows where a TypeScript error was thrown, in the source", async () => {
      const { payload } = await project.invoke("TypeScript", { fail: "no luck" });
      assert.match(JSON.stringify((payload as { trace: unknown }).trace), /echo\.ts:5:\d+/);
    });
  });
}

function codeOf({ code, needs }: RuntimeCase): string {
  const part = needs[0] === undefined ? undefined : findPart(needs[0]);
  return code ?? (part !== undefined && "path" in part ? part.path : "");
}

function lackingQuietly(needs: readonly PartName[]): string | undefined {
  return needs.map((name) => findPart(name)).find((part) => "missing" in part)?.missing;
}
