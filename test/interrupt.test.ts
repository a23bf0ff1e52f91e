import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { processesIn } from "./chaos/processes.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { eventually, isSuccess, linesOf, post, processEngine, recorderProject } from "./crash/recorder-project.ts";
import { runCli, RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";

const skip = process.platform === "linux" ? false : "finds processes in /proc";

suite("Ctrl-C", { skip, timeout: 120_000 }, () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    test(`ends an idle runner (${signal}) with exit code 0 and leaves nothing`, async (t) => {
      const folder = recorderProject(t);
      const record = join(folder, "record.txt");
      const start = new LiveCommand(t, ["start", "--port", "0", ...processEngine], { cwd: folder });
      await start.until(({ stdout }) => stdout.includes("\n"));
      assert.equal((await runCli(["invoke", "recorder", "-e", JSON.stringify({ record })], { cwd: folder })).code, 0);
      start.child.kill(signal);
      assert.equal(await start.ended, 0);
      assertNothingLeft(folder);
    });
  }

  test("ends a runner in mid-call, which the caller is told, and keeps the accepted event", async (t) => {
    const folder = recorderProject(t);
    const record = join(folder, "record.txt");
    const release = join(folder, "release");
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal((await post(runner, "recorder", { name: "event", record, release })).status, 202);
    const event = JSON.stringify({ name: "call", record, release });
    const call = new LiveCommand(t, ["invoke", "recorder", "-e", event], { cwd: folder });
    await eventually(() => linesOf(record).length === 2, t.signal);
    assert.equal(await runner.stop(), 0);

    assert.equal(await call.ended, 3);
    assert.match(call.stderr, /^The (call of recorder was cut short|runner went away before it answered)/);
    assertNothingLeft(folder);
    // What we killed ourselves is not the function's doing.
    const log = await runCli(["logs", "recorder"], { cwd: folder });
    assert.doesNotMatch(log.stdout, /signal: killed/);

    writeFileSync(release, "");
    const next = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await next.line(isSuccess);
    await next.stop();
    assert.equal(linesOf(record).filter((line) => line === "event").length, 2);
    assert.equal(linesOf(record).filter((line) => line === "call").length, 1);
  });

  test("ends a runner in an init phase", async (t) => {
    const folder = recorderProject(t);
    const start = new LiveCommand(t, ["start", "--port", "0", ...processEngine], { cwd: folder });
    await start.until(({ stdout }) => stdout.includes("\n"));
    const call = new LiveCommand(t, ["invoke", "slow"], { cwd: folder });
    await eventually(() => linesOf(join(folder, "init.txt")).length > 0, t.signal);
    start.child.kill("SIGINT");
    assert.equal(await start.ended, 0);
    assert.equal(await call.ended, 3);
    assertNothingLeft(folder);
  });

  test("ends a runner wherever it is in getting ready", async (t) => {
    const folder = recorderProject(t);
    // From before the first line of our code to after it is up: the phases are in between, whatever the machine's pace.
    for (let waitMs = 20; waitMs <= 240; waitMs += 20) {
      const start = new LiveCommand(t, ["start", "--port", "0", ...processEngine], { cwd: folder });
      await delay(waitMs);
      start.child.kill("SIGINT");
      const code = await start.ended;
      // Before our own handler is in place, the signal ends the process itself.
      assert.ok(code === null || code === 0 || code === 3, `${waitMs} ms: ${String(code)} ${start.stderr}`);
      assert.doesNotMatch(start.stderr, /Bug|Error/);
      assertNothingLeft(folder);
    }
  });

  test("ends invoke with a runner of its own, in mid-call and in init", async (t) => {
    const folder = recorderProject(t);
    const record = join(folder, "record.txt");
    const event = JSON.stringify({ name: "call", record, spin: true });
    const call = new LiveCommand(t, ["invoke", "recorder", "-e", event, ...processEngine], { cwd: folder });
    await eventually(() => linesOf(record).length === 1, t.signal);
    call.child.kill("SIGINT");
    assert.equal(await call.ended, 3);
    assert.equal(call.stdout, "");
    assertNothingLeft(folder);

    const inInit = new LiveCommand(t, ["invoke", "slow", ...processEngine], { cwd: folder });
    await eventually(() => linesOf(join(folder, "init.txt")).length > 0, t.signal);
    inInit.child.kill("SIGINT");
    assert.equal(await inInit.ended, 3);
    assertNothingLeft(folder);
  });

  test("ends invoke that waits for another runner, without ending the call or the runner", async (t) => {
    const folder = recorderProject(t);
    const record = join(folder, "record.txt");
    const release = join(folder, "release");
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const event = JSON.stringify({ name: "call", record, release });
    const call = new LiveCommand(t, ["invoke", "recorder", "-e", event], { cwd: folder });
    await eventually(() => linesOf(record).length === 1, t.signal);
    call.child.kill("SIGINT");
    assert.equal(await call.ended, 3);
    writeFileSync(release, "");
    await runner.line(isSuccess);
  });

  test("ends invoke that waits for its event on standard input", async (t) => {
    const folder = recorderProject(t);
    const call = new LiveCommand(t, ["invoke", "recorder", "-e", "-", ...processEngine], { cwd: folder });
    await delay(300);
    call.child.kill("SIGINT");
    assert.equal(await call.ended, 3);
  });
});

function assertNothingLeft(folder: string): void {
  assert.deepEqual(processesIn(folder), []);
  const state = stateFolderOf(folder);
  const left = existsSync(state) ? readdirSync(state) : [];
  assert.deepEqual(
    left.filter((name) => name === "runner.json" || name.endsWith(".sock")),
    [],
  );
}
