import assert from "node:assert/strict";
import { connect, createServer, type AddressInfo } from "node:net";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { LiveCommand } from "./cli/live-command.ts";
import { invoke, lambdaClient } from "./harness/lambda-client.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder, runCli, RunnerProcess, stateFolderOf, type CliResult } from "./harness/runner-process.ts";
import { suiteScope, type Scope } from "./harness/scope.ts";

const processEngine = ["--engine", "process"];

const handler = `
export const handler = async (event) => {
  console.log("said " + (event.say ?? "nothing"));
  if (event.fail) throw new TypeError("as asked");
  return { event, greeting: process.env.GREETING ?? null, key: process.env.AWS_ACCESS_KEY_ID };
};
`;

/** A folder with the function `hello`. */
function project(scope: Scope): string {
  const folder = newFolder(scope);
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/", Timeout: 20 },
    functions: {
      hello: { Environment: { Variables: { GREETING: "from the template" } } },
    },
    files: { "src/index.mjs": handler },
  });
  return folder;
}

function pilotlight(cwd: string, ...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd });
}

suite("The pilotlight command", () => {
  const folder = project(suiteScope());

  test("prints the answer alone on stdout, and the log on stderr", async () => {
    const { code, stdout, stderr } = await pilotlight(
      ...[folder, "invoke", "hello", "--event", '{"say":"it"}', ...processEngine],
    );

    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { event: { say: "it" }, greeting: "from the template", key: "test" });
    assert.match(stderr, /^INIT_START /);
    assert.match(stderr, /\tINFO\tsaid it\n/);
    assert.match(stderr, /\nREPORT RequestId: /);
  });

  test("prints an error of the function as the answer, with exit code 1", async () => {
    const { code, stdout } = await pilotlight(folder, "invoke", "hello", "-e", '{"fail":true}', ...processEngine);

    assert.equal(code, 1);
    const { errorType, errorMessage } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([errorType, errorMessage], ["TypeError", "as asked"]);
  });

  test("takes a function by its logical id", async (t) => {
    const named = newFolder(t);
    writeProject(named, {
      functions: {
        Logical: { FunctionName: "named", Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src" },
      },
      files: { "src/index.mjs": handler },
    });
    assert.equal((await pilotlight(named, "invoke", "Logical", ...processEngine)).code, 0);
  });

  test("reads the event from standard input", async () => {
    const result = await runCli(["invoke", "hello", "-e", "-", ...processEngine], { cwd: folder, input: '{"in":1}' });
    assert.deepEqual((JSON.parse(result.stdout) as { event: unknown }).event, { in: 1 });
  });

  test("reads the event from a file", async () => {
    writeFileSync(join(folder, "event.json"), '{"on":"disk"}');
    const result = await pilotlight(folder, "invoke", "hello", "-e", "event.json", ...processEngine);
    assert.deepEqual((JSON.parse(result.stdout) as { event: unknown }).event, { on: "disk" });
  });

  test("gives everything there is to say as one JSON object", async () => {
    const { code, stdout, stderr } = await pilotlight(folder, "invoke", "hello", "--json", ...processEngine);

    assert.equal(code, 0);
    assert.equal(stderr, "");
    const reply = JSON.parse(stdout) as Reply;
    assert.deepEqual(Object.keys(reply), replyKeys);
    assert.deepEqual(Object.keys(reply.report), reportKeys);
    assert.match(reply.requestId, /^[0-9a-f-]{36}$/);
    assert.match(reply.build, /^[0-9a-f]{8}$/);
    assert.match(reply.log, /INIT_START[^]*START[^]*said nothing[^]*END[^]*REPORT/);
    assert.deepEqual([reply.statusCode, reply.functionError, reply.engine], [200, null, "process"]);
    const { initMs, durationMs, billedMs, memoryMb } = reply.report;
    assert.ok(initMs !== null && initMs > 0 && durationMs > 0);
    // The figures are rounded one by one.
    assert.ok(Math.abs(billedMs - Math.ceil(initMs + durationMs)) <= 1);
    assert.equal(memoryMb, 128);
  });

  test("says that the function failed in the JSON object, too", async () => {
    const { code, stdout } = await pilotlight(
      ...[folder, "invoke", "hello", "--json", "-e", '{"fail":1}', ...processEngine],
    );
    const reply = JSON.parse(stdout) as Reply;
    assert.deepEqual([code, reply.statusCode, reply.functionError], [1, 200, "Unhandled"]);
    assert.equal((reply.payload as { errorType: string }).errorType, "TypeError");
  });

  test("lists the functions as a table, and as JSON with every field", async () => {
    const table = await pilotlight(folder, "list");
    assert.equal(table.stdout, "FUNCTION  RUNTIME     MEMORY  TIMEOUT  TRIGGERS\nhello     nodejs24.x  128 MB  20 s\n");
    const json = await pilotlight(folder, "list", "--json");
    const [hello] = JSON.parse(json.stdout) as Record<string, unknown>[];
    assert.deepEqual(hello, {
      name: "hello",
      logicalId: "hello",
      template: join(folder, "template.yaml"),
      runtime: "nodejs24.x",
      handler: "index.handler",
      packageType: "Zip",
      architecture: "x86_64",
      memoryMb: 128,
      timeoutS: 20,
      triggers: [],
      problems: [],
    });
  });

  test("gives functions the variables of a .env file, and no host credentials", async () => {
    writeFileSync(join(folder, "more.env"), "GREETING=from the file\n");
    const env = { AWS_ACCESS_KEY_ID: "AKIAOFTHEHOST", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
    const args = ["invoke", "hello", ...processEngine];
    const without = await runCli([...args, "--env-file=more.env"], { cwd: folder, env });
    assert.deepEqual(JSON.parse(without.stdout), { event: {}, greeting: "from the file", key: "test" });
    const passed = await runCli([...args, "--pass-credentials"], { cwd: folder, env });
    assert.equal((JSON.parse(passed.stdout) as { key: string }).key, "AKIAOFTHEHOST");
  });

  test("says where it looked for credentials that are not there", async () => {
    const env = { AWS_CONFIG_FILE: join(folder, "none"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
    const result = await runCli(["invoke", "hello", "--profile", "nobody", ...processEngine], { cwd: folder, env });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /for the profile nobody .* Sign in with the AWS CLI, or leave out/);
  });

  test("shows the log that earlier commands left", async () => {
    await pilotlight(folder, "invoke", "hello", "-e", '{"say":"a needle"}', ...processEngine);
    const found = await pilotlight(folder, "logs", "hello", "--filter", "needle");
    assert.match(found.stdout, /^\S+Z \S+Z\t\S+\tINFO\tsaid a needle\n$/);
    const json = await pilotlight(folder, "logs", "hello", "--limit", "1", "--json");
    const line = JSON.parse(json.stdout) as Record<string, unknown>;
    assert.equal(line["source"], "platform");
    assert.match(String(line["text"]), /^REPORT /);
    const none = await pilotlight(folder, "logs", "hello", "--since", "2100-01-01");
    assert.deepEqual([none.code, none.stdout], [0, ""]);
    assert.match(none.stderr, /Leave out --since or --filter to see more\.\n$/);
  });

  test("lets several commands at once make and use the workspace's store", async (t) => {
    const fresh = project(t);
    const calls = Array.from({ length: 6 }, () => pilotlight(fresh, "invoke", "hello", ...processEngine));
    for (const { code, stderr } of await Promise.all(calls)) assert.equal(code, 0, stderr);
    const reports = await pilotlight(fresh, "logs", "hello", "--filter", "REPORT RequestId");
    assert.equal(reports.stdout.split("\n").filter(Boolean).length, 6);
  });

  for (const command of ["start", "invoke", "list", "logs", "stop"]) {
    test(`says what ${command} does, in lines that fit a terminal`, async () => {
      const { code, stdout, stderr } = await pilotlight(folder, command, "--help");
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.ok(stdout.startsWith(`pilotlight ${command}: `));
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 90),
        [],
      );
    });
  }

  test("stops when there is nothing to stop", async () => {
    const { code, stderr } = await pilotlight(folder, "stop");
    assert.deepEqual([code, stderr], [0, `No runner serves ${folder}.\n`]);
  });
});

interface Reply {
  readonly requestId: string;
  readonly statusCode: number;
  readonly functionError: string | null;
  readonly payload: unknown;
  readonly log: string;
  readonly engine: string;
  readonly build: string;
  readonly report: Readonly<Record<string, number>> & {
    readonly initMs: number | null;
    readonly durationMs: number;
  } & {
    readonly billedMs: number;
    readonly memoryMb: number;
  };
}

const replyKeys = ["requestId", "statusCode", "functionError", "payload", "log", "engine", "build", "report"];
const reportKeys = ["initMs", "durationMs", "billedMs", "memoryMb", "maxMemoryUsedMb", "cpuMs", "initCpuMs"];

suite("A runner that was started", () => {
  const folder = project(suiteScope());

  test("prints the address of the Lambda API once it answers, and nothing else on stdout", async (t) => {
    const start = new LiveCommand(t, ["start", "--port", "0", ...processEngine], { cwd: folder });
    await start.until(({ stdout }) => stdout.includes("\n"));
    const [, url = ""] = /^Lambda API (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(start.stdout) ?? [];
    const { payload } = await invoke(lambdaClient(t, url), "hello", { say: "hi" });
    assert.deepEqual((payload as { event: unknown }).event, { say: "hi" });
    await start.until(({ stderr }) => /build [0-9a-f]{8}, process engine\n/.test(stderr));
    assert.match(start.stderr, /hello \| \S+Z\t\S+\tINFO\tsaid hi\n/);
    assert.match(start.stderr, /hello \| ok: \d+\.\d ms after \d+\.\d ms of init, \d+ of 128 MB, build /);
    start.child.kill("SIGINT");
    assert.equal(await start.ended, 0);
    assert.equal(start.stdout, `Lambda API ${url}\n`);
  });

  test("writes one JSON object a line, ready first", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal(runner.lines[0]?.event, "ready");
    const warm = async (): Promise<Reply> => {
      const { stdout } = await pilotlight(folder, "invoke", "hello", "--json");
      return JSON.parse(stdout) as Reply;
    };
    const first = await warm();
    const second = await warm();

    assert.ok(first.report.initMs !== null);
    assert.deepEqual(Object.keys(second.report), reportKeys);
    assert.equal(second.report.initMs, null);
    assert.equal(second.build, first.build);
    const line = await runner.line(({ event, requestId }) => event === "invocation" && requestId === second.requestId);
    assert.deepEqual([line["status"], line["errorType"], line["functionName"]], ["success", null, "hello"]);
    assert.deepEqual(line["report"], second.report);
    assert.equal(await runner.stop(), 0);
  });

  test("serves invoke, and says that options about engine and project come too late", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const result = await pilotlight(folder, "invoke", "hello", "--engine", "container");
    assert.equal(result.code, 0);
    assert.match(result.stderr, new RegExp(`process ${runner.child.pid}.* are not used\\.\\n`));
  });

  test("keeps its control channel to its user", { skip: process.platform === "win32" }, async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const state = stateFolderOf(folder);
    assert.equal(statSync(join(state, "runner.json")).mode & 0o777, 0o600);
    assert.equal(statSync(state).mode & 0o777, 0o700);
  });

  test("follows a log until Ctrl-C, with what was there before", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    await pilotlight(folder, "invoke", "hello", "-e", '{"say":"before"}');
    const logs = new LiveCommand(t, ["logs", "hello", "-f", "--filter", "said "], { cwd: folder });
    await logs.until(({ stdout }) => stdout.includes("said before"));
    await pilotlight(folder, "invoke", "hello", "-e", '{"say":"after"}');
    await logs.until(({ stdout }) => stdout.includes("said after"));
    logs.child.kill("SIGINT");
    assert.equal(await logs.ended, 0);
    assert.equal(logs.stdout.match(/said before/g)?.length, 1);
    assert.equal(logs.stdout.match(/said after/g)?.length, 1);
    assert.equal(logs.stderr, "");
  });

  test("ends followed logs when it stops", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const logs = new LiveCommand(t, ["logs", "hello", "-f"], { cwd: folder });
    await pilotlight(folder, "invoke", "hello", "-e", '{"say":"once"}');
    await logs.until(({ stdout }) => stdout.includes("said once"));
    await runner.stop();
    assert.equal(await logs.ended, 0);
  });

  test("is stopped by the stop command, which waits until it has stopped", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const { code, stderr } = await pilotlight(folder, "stop");
    assert.deepEqual([code, stderr], [0, `Stopped the runner (process ${runner.child.pid}).\n`]);
    const { port } = new URL(runner.lambdaApi);
    await assert.rejects(reach(Number(port)), { code: "ECONNREFUSED" });
    assert.equal((await pilotlight(folder, "stop")).stderr, `No runner serves ${folder}.\n`);
  });

  test("ends quietly when the reader of its lines goes away", { skip: process.platform === "win32" }, async (t) => {
    const start = new LiveCommand(t, ["start", "--json", "--port", "0", ...processEngine], { cwd: folder });
    await start.until(({ stdout }) => stdout.includes("\n"));
    const url = (JSON.parse(start.stdout.split("\n")[0] ?? "") as { lambdaApi: string }).lambdaApi;
    start.child.stdout?.destroy();
    await invoke(lambdaClient(t, url), "hello").catch(() => undefined);
    assert.equal(await start.ended, 0);
    assert.equal(start.stderr, "");
  });

  test("refuses a second runner in its workspace, and says what to do instead", async (t) => {
    const first = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const second = await pilotlight(folder, "start", "--port", "0", ...processEngine);
    assert.equal(second.code, 3);
    assert.equal(second.stdout, "");
    assert.equal(
      second.stderr.split("\n").at(-2),
      `A runner (process ${first.child.pid}) serves this workspace already. Use it, for example with \`pilotlight invoke\`, or end it with \`pilotlight stop\`.`,
    );
    assert.equal((await pilotlight(folder, "invoke", "hello")).code, 0);
  });

  test("refuses a port that is taken, and says what to do", async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await pilotlight(folder, "start", "--port", String(port), ...processEngine);
    assert.equal(code, 3);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      `Port ${port} is taken. Stop the program that uses it, choose another with --port, or let one be chosen with --port 0.\n`,
    );
  });
});

function reach(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
}
