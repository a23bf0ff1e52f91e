import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { suite, test } from "node:test";
import { helloProject, pilotlight, processEngine, reportKeys, type Reply } from "./cli/hello-project.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { invoke, lambdaClient } from "./harness/lambda-client.ts";
import { RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";

suite("A runner that was started", () => {
  const folder = helloProject(suiteScope());

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

  test("goes on without readers when it is detached", { skip: process.platform === "win32" }, async (t) => {
    const start = new LiveCommand(t, ["start", "--detached", "--port", "0", ...processEngine], { cwd: folder });
    await start.until(({ stdout }) => stdout.includes("\n"));
    const [, url = ""] = /^Lambda API (\S+)\n$/.exec(start.stdout) ?? [];
    start.child.stdout?.destroy();
    start.child.stderr?.destroy();
    for (const say of ["one", "two"]) {
      const { payload } = await invoke(lambdaClient(t, url), "hello", { say });
      assert.deepEqual((payload as { event: unknown }).event, { say });
    }
    assert.equal((await pilotlight(folder, "stop")).code, 0);
    assert.equal(await start.ended, 0);
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
