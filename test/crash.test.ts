import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { processesIn } from "./chaos/processes.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { fixture, writeProject } from "./harness/project.ts";
import { newFolder, runCli, RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";
import type { Scope } from "./harness/scope.ts";

const processEngine = ["--engine", "process"];
const skip = process.platform === "linux" ? false : "finds processes in /proc";

/** Appends what it is called with to a file; the rest depends on the event. */
const recorder = `
import { spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
export const handler = async (event) => {
  appendFileSync(event.record, event.name + "\\n");
  if (event.spin) {
    spawn("sleep", ["600"]);
    for (;;);
  }
  while (event.release && !existsSync(event.release)) await new Promise((resolve) => setTimeout(resolve, 10));
  return event.name;
};
`;

const slowInit = `
import { appendFileSync } from "node:fs";
appendFileSync(process.env.RECORD, "init\\n");
await new Promise((resolve) => setTimeout(resolve, 60_000));
export const handler = async () => 1;
`;

const shell = readFileSync(join(fixture("shell"), "bootstrap"), "utf8");

function projectOf(scope: Scope): string {
  const folder = realpathSync(newFolder(scope));
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/", Timeout: 120 },
    functions: {
      recorder: {},
      slow: { CodeUri: "slow/", Environment: { Variables: { RECORD: join(folder, "init.txt") } } },
      shell: { Runtime: "provided.al2023", Handler: "any", CodeUri: "shell/" },
    },
    files: {
      "src/index.mjs": recorder,
      "slow/index.mjs": slowInit,
      // Hangs while it is called: a shell does not notice that the Runtime API is gone.
      "shell/bootstrap": shell.replace('echo "echo $request_id"', 'echo "$request_id" >>../shell.txt; sleep 600'),
    },
  });
  return folder;
}

async function post(runner: RunnerProcess, name: string, event: unknown, type = "Event"): Promise<Response> {
  const url = `${runner.lambdaApi}/2015-03-31/functions/${name}/invocations`;
  return await fetch(url, { method: "POST", body: JSON.stringify(event), headers: { "X-Amz-Invocation-Type": type } });
}

/** Resolves when `what` gives something: for what other processes do, which nobody tells us. */
async function eventually<T>(what: () => T | undefined | false, isOver: AbortSignal): Promise<T> {
  for (;;) {
    const value = what();
    if (value !== undefined && value !== false) return value;
    await delay(20, undefined, { signal: isOver });
  }
}

function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
}

async function kill(runner: RunnerProcess): Promise<void> {
  const ended = once(runner.child, "exit");
  runner.child.kill("SIGKILL");
  await ended;
}

suite("A runner that is killed", { skip, timeout: 120_000 }, () => {
  test("in mid-call takes its processes along, also those that never return", async (t) => {
    const folder = projectOf(t);
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const record = join(folder, "record.txt");
    const release = join(folder, "never");
    for (const event of [
      { name: "waits", release },
      { name: "spins", spin: true },
    ]) {
      assert.equal((await post(runner, "recorder", { ...event, record })).status, 202);
    }
    assert.equal((await post(runner, "shell", {})).status, 202);
    await eventually(() => linesOf(record).length === 2 && linesOf(join(folder, "shell.txt")).length === 1, t.signal);
    assert.ok(processesIn(folder).length > 4);

    await kill(runner);

    await eventually(() => processesIn(folder).length === 0, t.signal);
  });

  test("in init takes its processes along", async (t) => {
    const folder = projectOf(t);
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await post(runner, "slow", {});
    await eventually(() => linesOf(join(folder, "init.txt")).length > 0, t.signal);
    await kill(runner);
    await eventually(() => processesIn(folder).length === 0, t.signal);
  });

  test("with accepted events: the next one runs each of them, also those it had begun", async (t) => {
    const folder = projectOf(t);
    const record = join(folder, "record.txt");
    const release = join(folder, "release");
    const names = Array.from({ length: 20 }, (_, index) => `event-${index}`);
    const killed = await RunnerProcess.start(t, [...processEngine, "--concurrency", "3"], { cwd: folder });
    for (const name of names) assert.equal((await post(killed, "recorder", { name, record, release })).status, 202);
    await eventually(() => linesOf(record).length >= 3, t.signal);
    await kill(killed);
    const begun = new Set(linesOf(record));
    assert.ok(begun.size < names.length);

    writeFileSync(release, "");
    const next = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await eventually(() => next.lines.filter(isSuccess).length === names.length, t.signal);
    await next.stop();

    const times = (name: string): number => linesOf(record).filter((line) => line === name).length;
    for (const name of names) assert.equal(times(name), begun.has(name) ? 2 : 1, name);

    const last = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await post(last, "recorder", { name: "afterwards", record });
    await last.line(isSuccess);
    await last.stop();
    assert.equal(last.lines.filter(isSuccess).length, 1);
  });

  test("with an accepted event for a function that is gone: it waits until the function is back", async (t) => {
    const folder = projectOf(t);
    const record = join(folder, "record.txt");
    const template = readFileSync(join(folder, "template.yaml"), "utf8");
    const first = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const event = { name: "kept", record, release: join(folder, "never") };
    assert.equal((await post(first, "recorder", event)).status, 202);
    await kill(first);

    writeFileSync(join(folder, "template.yaml"), template.replaceAll('"recorder"', '"renamed"'));
    const without = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const told = await without.line(({ code }) => code === "event-delayed");
    assert.match(
      String(told["message"]),
      /for recorder will be tried again: The function recorder is not in the project/,
    );
    await without.stop();

    writeFileSync(join(folder, "template.yaml"), template);
    writeFileSync(join(folder, "never"), "");
    const back = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await back.line(isSuccess);
    assert.equal(await back.stop(), 0);
  });

  test("leaves nothing that stands in the way of the next one", async (t) => {
    const folder = projectOf(t);
    const killed = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await kill(killed);
    const state = stateFolderOf(folder);
    const left = discoveryIn(state);
    assert.equal(left.pid, killed.child.pid);
    assert.ok(existsSync(left.address));

    assert.match((await runCli(["stop"], { cwd: folder })).stderr, /^No runner serves /);
    assert.equal((await runCli(["logs", "recorder"], { cwd: folder })).code, 0);
    const next = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal(discoveryIn(state).pid, next.child.pid);
    assert.equal(existsSync(left.address), false);
  });

  test("leaves a workspace that one of several at once gets, the others being told", async (t) => {
    const folder = projectOf(t);
    const killed = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await kill(killed);
    const starts = [1, 2, 3].map(() => new LiveCommand(t, ["start", "--port", "0", ...processEngine], { cwd: folder }));
    const isUp = ({ stdout }: LiveCommand): boolean => stdout.includes("\n");
    const outcomes = await Promise.all(
      starts.map((start) =>
        start.until(isUp).then(
          () => "up",
          () => start.ended,
        ),
      ),
    );
    assert.deepEqual(outcomes.toSorted(), [3, 3, "up"]);
    const refused = starts.filter((_, index) => outcomes[index] === 3);
    for (const { stderr } of refused) assert.match(stderr, /serves this workspace already\. Use it, for example/);
    assert.equal((await runCli(["list"], { cwd: folder })).code, 0);
  });

  test("may leave a discovery file that can't be read", async (t) => {
    const folder = projectOf(t);
    mkdirSync(stateFolderOf(folder), { recursive: true });
    writeFileSync(join(stateFolderOf(folder), "runner.json"), '{"pid":');
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal(await runner.stop(), 0);
    assert.equal(existsSync(join(stateFolderOf(folder), "runner.json")), false);
  });
});

function discoveryIn(state: string): { readonly pid: number; readonly address: string } {
  return JSON.parse(readFileSync(join(state, "runner.json"), "utf8")) as { pid: number; address: string };
}

function isSuccess(line: Readonly<Record<string, unknown>>): boolean {
  return line["event"] === "invocation" && line["status"] === "success";
}

suite("Ctrl-C", { skip, timeout: 120_000 }, () => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    test(`ends an idle runner (${signal}) with exit code 0 and leaves nothing`, async (t) => {
      const folder = projectOf(t);
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
    const folder = projectOf(t);
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
    const folder = projectOf(t);
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
    const folder = projectOf(t);
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
    const folder = projectOf(t);
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
    const folder = projectOf(t);
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
    const folder = projectOf(t);
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
