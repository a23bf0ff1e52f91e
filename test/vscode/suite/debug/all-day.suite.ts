import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { attachMoments } from "../attach-moments.ts";
import { DebugOutput } from "../debug-output.ts";
import { DebugStops, type DebugStop } from "../debug-stops.ts";
import { inFolder, listedWorkspace } from "../pilot-light.ts";
import { note } from "../run-suites.ts";
import { leaveNoDebugging, stopDebugging } from "../stop-debugging.ts";
import { until } from "../until.ts";

const source = inFolder("trouble", "src", "app.ts");

const code = (version: number): string => `const version = ${version};
export async function handler(event: { fail?: string; count?: number }) {
  if (event.fail !== undefined) throw new RangeError(event.fail);
  const count = (event.count ?? 0) + version;
  return { count };
}
`;

// From 1.
const initLine = 1;
const throwLine = 3;
const returnLine = 5;

suite("debugging all day", () => {
  const output = new DebugOutput();
  const stops = new DebugStops();
  let document: vscode.TextDocument;
  let version = 0;
  suiteSetup(async () => {
    await listedWorkspace();
    document = await vscode.workspace.openTextDocument(source);
    await save(0);
    await start();
  });
  suiteTeardown(async () => {
    output.dispose();
    stops.dispose();
    await leaveNoDebugging();
  });

  test("stops in each of twenty saves in a row", async () => {
    await setBreakpoints({ line: returnLine });
    const tookMs: number[] = [];
    for (let round = 0; round < 20; round++) {
      const startMs = performance.now();
      await save(++version);
      for (;;) {
        const answer = call({ count: 100 });
        const stop = await stops.next();
        const inVersion = Number(await stop.evaluate("version"));
        if (inVersion === version) tookMs.push(performance.now() - startMs);
        assert.deepEqual([stop.path, stop.line], [source, returnLine]);
        await stop.goOn();
        assert.deepEqual(await answer, { count: 100 + inVersion });
        if (inVersion === version) break;
        assert.equal(inVersion, version - 1);
      }
    }
    tookMs.sort((a, b) => a - b);
    note(`A save is at the breakpoint in its new code after ${tookMs[10]?.toFixed(0) ?? ""} ms (median of 20).`);
    assert.equal(sessionCount("lambda"), 1);
  });

  test("stops in init code that was saved, before any call", async () => {
    await setBreakpoints({ line: initLine });
    await save(++version);
    const stop = await stops.next();
    assert.deepEqual([stop.path, stop.line], [source, initLine]);
    await setBreakpoints();
    await stop.goOn();
    assert.deepEqual(await call({}), { count: version });
  });

  test("shows calls at the same time as threads with the names of their environments", async () => {
    await setBreakpoints({ line: returnLine });
    const answers = [1, 2, 3].map((count) => call({ count }));
    const stopped: DebugStop[] = [];
    while (stopped.length < 3) stopped.push(await stops.next());
    const names = stopped.map(({ environmentName }) => environmentName);
    assert.equal(new Set(names).size, 3, names.join());
    for (const name of names) assert.match(name, /^Trouble [\da-f]{8}$/);
    const counts = await Promise.all(stopped.map((stop) => stop.evaluate("count")));
    assert.deepEqual(counts.map(Number).sort(), [1, 2, 3].map((count) => count + version).sort());
    for (const stop of stopped) await stop.goOn();
    assert.deepEqual(
      await Promise.all(answers),
      [1, 2, 3].map((count) => ({ count: count + version })),
    );
  });

  test("heeds conditions, hit counts and log points", async () => {
    await setBreakpoints({ line: returnLine, condition: "count > 1000" });
    assert.deepEqual(await call({ count: 1 }), { count: 1 + version });
    const conditional = call({ count: 2000 });
    const stop = await stops.next();
    assert.equal(await stop.evaluate("event.count"), "2000");
    await stop.goOn();
    await conditional;
    await setBreakpoints({ line: returnLine, logMessage: "it counts {event.count} now" });
    await call({ count: 77 });
    await output.shown(/it counts 77 now/);
    await setBreakpoints({ line: returnLine, hitCondition: ">= 2" });
    // Debuggers count for one environment each, and these share the calls.
    const calls = (async () => {
      for (let count = 0; count < 8; count++) await call({ count });
    })();
    const hit = await stops.next();
    assert.ok(Number(await hit.evaluate("event.count")) > 0, "The first call is not the second one");
    await setBreakpoints();
    await hit.goOn();
    await calls;
  });

  test("stops where an exception is thrown, when asked to", async () => {
    await setBreakpoints({ line: returnLine });
    const first = call({});
    const stop = await stops.next();
    await breakOnExceptions(["all"]);
    await stop.goOn();
    await first;
    const failing = call({ fail: "no room" });
    const thrown = await stops.next();
    assert.deepEqual([thrown.reason, thrown.line], ["exception", throwLine]);
    await breakOnExceptions([]);
    await thrown.goOn();
    assert.equal(((await failing) as { errorMessage: string }).errorMessage, "no room");
  });

  test("has new environments after a restart", async () => {
    const before = call({});
    const old = await stops.next();
    await old.goOn();
    await before;
    await vscode.commands.executeCommand("workbench.action.debug.restart");
    const answer = call({});
    const stop = await stops.next();
    assert.notEqual(stop.environmentName, old.environmentName);
    await stop.goOn();
    await answer;
  });

  test("ends at once with all its sessions, stopped functions among them", async () => {
    const answer = call({});
    await stops.next();
    await stopDebugging();
    await until("the end of all sessions", () => started.size === 0);
    assert.deepEqual(await answer, { count: version });
    assert.deepEqual(await call({}), { count: version });
  });

  test("ends with all its sessions while a debugger is about to attach", async () => {
    for (const moment of attachMoments) {
      const reached = moment();
      await start();
      await reached;
      await stopDebugging();
      await until("the end of all sessions", () => {
        if (started.size === 0) return true;
        throw new Error([...started].map(({ name, type }) => `${name} (${type})`).join());
      });
    }
    assert.deepEqual(await call({}), { count: version });
  });

  async function start(): Promise<void> {
    const configuration = { type: "lambda", request: "launch", name: "All day", function: "Trouble" };
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
  }

  async function save(newVersion: number): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), code(newVersion));
    await vscode.workspace.applyEdit(edit);
    await document.save();
  }

  async function setBreakpoints(
    ...wanted: { line: number; condition?: string; hitCondition?: string; logMessage?: string }[]
  ): Promise<void> {
    await stops.setBreakpoints(
      wanted.map(({ line, condition, hitCondition, logMessage }) => {
        const location = new vscode.Location(document.uri, new vscode.Position(line - 1, 0));
        return new vscode.SourceBreakpoint(location, true, condition, hitCondition, logMessage);
      }),
    );
  }
});

const started = new Set<vscode.DebugSession>();
vscode.debug.onDidStartDebugSession((session) => started.add(session));
vscode.debug.onDidTerminateDebugSession((session) => started.delete(session));

function sessionCount(type: string): number {
  return [...started].filter((session) => session.type === type).length;
}

/** As the Breakpoints view does: in every session, as the next call may run in another environment. */
async function breakOnExceptions(filters: readonly string[]): Promise<void> {
  const debuggers = [...started].filter(({ type }) => type === "pwa-node");
  await Promise.all(debuggers.map((session) => session.customRequest("setExceptionBreakpoints", { filters })));
}

/** As curl does. */
async function call(event: object): Promise<unknown> {
  const { runner } = (await listedWorkspace()).state;
  assert.equal(runner.kind, "running");
  const path = "/2015-03-31/functions/Trouble/invocations";
  const response = await fetch(runner.status.lambdaApi + path, { method: "POST", body: JSON.stringify(event) });
  return await response.json();
}
