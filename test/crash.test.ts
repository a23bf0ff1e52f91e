import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { processesIn } from "./chaos/processes.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { eventually, isSuccess, linesOf, post, processEngine, recorderProject } from "./crash/recorder-project.ts";
import { runCli, RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";

const skip = process.platform === "linux" ? false : "finds processes in /proc";

suite("A runner that is killed", { skip, timeout: 120_000 }, () => {
  test("in mid-call takes its processes along, also those that never return", async (t) => {
    const folder = recorderProject(t);
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
    const folder = recorderProject(t);
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    await post(runner, "slow", {});
    await eventually(() => linesOf(join(folder, "init.txt")).length > 0, t.signal);
    await kill(runner);
    await eventually(() => processesIn(folder).length === 0, t.signal);
  });

  test("with accepted events: the next one runs each of them, also those it had begun", async (t) => {
    const folder = recorderProject(t);
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
    const folder = recorderProject(t);
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
    const folder = recorderProject(t);
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
    const folder = recorderProject(t);
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
    const folder = recorderProject(t);
    mkdirSync(stateFolderOf(folder), { recursive: true });
    writeFileSync(join(stateFolderOf(folder), "runner.json"), '{"pid":');
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    assert.equal(await runner.stop(), 0);
    assert.equal(existsSync(join(stateFolderOf(folder), "runner.json")), false);
  });
});

async function kill(runner: RunnerProcess): Promise<void> {
  const ended = once(runner.child, "exit");
  runner.child.kill("SIGKILL");
  await ended;
}

function discoveryIn(state: string): { readonly pid: number; readonly address: string } {
  return JSON.parse(readFileSync(join(state, "runner.json"), "utf8")) as { pid: number; address: string };
}
