import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { join } from "node:path";
import { Failure } from "../runner/model/failure.ts";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { connectTo } from "./control/connect.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { generatedLine } from "./debug/generated-line.ts";
import { InspectorClient, type Pause } from "./debug/inspector-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope, type Scope } from "./harness/scope.ts";

const nodeOptions = "--stack-trace-limit=20";
const initLine = 1;
const handlerLine = 3;

const typed = (version: number): string =>
  [
    "interface Input { readonly name: string }",
    `const version: number = ${String(version)};`,
    "export const handler = async ({ name }: Input): Promise<string> => {",
    "  const greeting = `${name} ${version}`;",
    "  return greeting;",
    "};",
    "",
  ].join("\n");

const curious = `
import { fork } from "node:child_process";
import { Worker } from "node:worker_threads";
const seen = () => [
  process.execArgv.filter((argument) => /inspect|debug|require/.test(argument)).length,
  Object.keys(process.env).filter((name) => name.startsWith("PILOTLIGHT")).length,
  process.env.NODE_OPTIONS,
];
export const handler = async () => {
  const forked = await new Promise((resolve) => fork(process.env.LAMBDA_TASK_ROOT + "/child.cjs").once("message", resolve));
  const worker = await new Promise((resolve, reject) =>
    new Worker(process.env.LAMBDA_TASK_ROOT + "/child.cjs").once("message", resolve).once("error", reject));
  return { own: seen(), forked, worker };
};
`;

const child = `
const { parentPort } = require("node:worker_threads");
const { url } = require("node:inspector");
const seen = [
  process.execArgv.filter((argument) => /inspect|debug|require/.test(argument)).length,
  url() === undefined || parentPort !== null,
  process.env.NODE_OPTIONS,
];
if (parentPort) parentPort.postMessage(seen);
else process.send(seen, () => process.disconnect());
`;

const project = {
  defaults: { Runtime: "nodejs24.x", Timeout: 1, MemorySize: 256 },
  functions: {
    Typed: { CodeUri: "typed", Handler: "app.handler" },
    Curious: {
      CodeUri: "curious",
      Handler: "index.handler",
      Timeout: 20,
      Environment: { Variables: { NODE_OPTIONS: nodeOptions } },
    },
    Endless: { CodeUri: "endless", Handler: "index.handler" },
    Sharp: { CodeUri: "typed", Handler: "App::App.Function::Handler", Runtime: "dotnet8" },
  },
  files: {
    "typed/app.ts": typed(1),
    "curious/index.mjs": curious,
    "curious/child.cjs": child,
    "endless/index.mjs": "export const handler = () => new Promise(() => setInterval(() => undefined, 1000));\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`Debugging Node.js in ${where}`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine));
    });

    test("stops in init code and in the handler at the very first call, and time stands still", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      assert.deepEqual(debugged.reply, { functionName: "Typed", language: "node", engine });
      const waiting = await debugged.nextWaiting();
      assert.deepEqual([waiting.functionName, waiting.language, waiting.host], ["Typed", "node", "127.0.0.1"]);
      assert.equal(waiting.remoteRoot, engine === "container" ? "/var/task" : waiting.localRoot);
      assert.equal(waiting.sourceMaps, true);
      const inspector = await attachWithBreakpoints(t, running, waiting);
      const answer = running.invoke("Typed", { name: "first" });
      const inInit = await inspector.nextPause();
      assert.equal(inspector.urlOf(inInit), `file://${waiting.remoteRoot}/app.js`);
      assert.equal(lineOf(inInit, waiting, running), initLine);
      await inspector.resume();
      const inHandler = await inspector.nextPause();
      assert.equal(lineOf(inHandler, waiting, running), handlerLine);
      assert.equal(await inspector.evaluate(inHandler, "name"), "first");
      // Two seconds go by, for those who may take one.
      for (let count = 0; count < 2; count++) {
        assert.equal((await running.invoke("Endless")).functionError, "Unhandled");
      }
      await inspector.resume();
      const { payload, requestId, log } = await answer;
      assert.equal(payload, "first 1", log);
      const lines = await debugged.client.logs({ functionName: "Typed", limit: 100 });
      assert.deepEqual(
        lines.filter(({ source }) => source === "function").map(({ text }) => text),
        [],
      );
      const record = await running.record(requestId);
      assert.deepEqual([record["status"], record["isDebugged"]], ["success", true]);
      assert.equal(record["environmentId"], waiting.environmentId);
    });

    test("stops in what was saved, without being asked again", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const old = await debugged.nextWaiting();
      const before = await attachWithBreakpoints(t, running, old);
      await before.nextPause();
      await before.resume();
      const saves = new Saves(running);
      const saved = saves.save("typed/app.ts", typed(2));
      const fresh = await debugged.nextWaiting();
      assert.notEqual(fresh.environmentId, old.environmentId);
      assert.notEqual(fresh.build, old.build);
      await before.closed;
      const inspector = await attachWithBreakpoints(t, running, fresh);
      const inInit = await inspector.nextPause();
      assert.equal(lineOf(inInit, fresh, running), initLine);
      await inspector.resume();
      assert.equal((await saved).build, fresh.build);
      const answer = running.invoke("Typed", { name: "second" });
      const inHandler = await inspector.nextPause();
      assert.equal(await inspector.evaluate(inHandler, "version"), 2);
      await inspector.resume();
      assert.equal((await answer).payload, "second 2");
    });

    test("does not keep what is saved meanwhile waiting when it stands in init code", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const old = await attachWithBreakpoints(t, running, await debugged.nextWaiting());
      await old.nextPause();
      const saves = new Saves(running);
      saves.write("typed/app.ts", typed(3));
      const fresh = await debugged.nextWaiting();
      await old.closed;
      const standing = await attachWithBreakpoints(t, running, fresh);
      await standing.nextPause();
      const saved = saves.save("typed/app.ts", typed(2));
      const last = await attachWithBreakpoints(t, running, await debugged.nextWaiting());
      await last.nextPause();
      await last.resume();
      await saved;
    });

    test("has as many debuggers as there are calls at once", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const answers = ["a", "b"].map((name) => running.invoke("Typed", { name }));
      const waiting = [await debugged.nextWaiting(), await debugged.nextWaiting()];
      assert.equal(new Set(waiting.map(({ environmentId }) => environmentId)).size, 2);
      const inspectors = await Promise.all(
        waiting.map(async (event) => {
          const inspector = await attachWithBreakpoints(t, running, event);
          await inspector.nextPause();
          await inspector.resume();
          return inspector;
        }),
      );
      const pauses = await Promise.all(inspectors.map((inspector) => inspector.nextPause()));
      const names = await Promise.all(
        inspectors.map((inspector, index) => inspector.evaluate(pauses[index] ?? { callFrames: [] }, "name")),
      );
      assert.deepEqual(names.sort(), ["a", "b"]);
      await Promise.all(inspectors.map((inspector) => inspector.resume()));
      const payloads = (await Promise.all(answers)).map(({ payload }) => payload);
      assert.deepEqual(payloads, ["a 2", "b 2"]);
    });

    test("is over when the client that asked for it goes away", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const waiting = await debugged.nextWaiting();
      const inspector = await attachWithBreakpoints(t, running, waiting);
      debugged.client.dispose();
      await inspector.closed;
      const { payload, requestId } = await running.invoke("Typed", { name: "plain" });
      assert.equal(payload, "plain 2");
      assert.equal((await running.record(requestId))["isDebugged"], false);
    });

    test("is over when its client says so, and can begin anew", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      await debugged.nextWaiting();
      const other = await connectTo(innerScope(t), running.folder);
      await assert.rejects(other.debug({ functionName: "Typed" }), isFailure("usage"));
      await debugged.client.stopDebugging({ functionName: "Typed" });
      assert.equal((await running.invoke("Typed", { name: "plain" })).payload, "plain 2");
      assert.equal((await other.debug({ functionName: "Typed" })).functionName, "Typed");
    });

    test("lets time go on for a call that stands still when debugging ends", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const { answer } = await standingInHandler(t, running, debugged);
      await debugged.client.stopDebugging({ functionName: "Typed" });
      assert.match(JSON.stringify((await answer).payload), /timed out after 1\.00 seconds/);
      assert.equal((await running.invoke("Typed", { name: "plain" })).payload, "plain 2");
    });

    test("fails the call whose runtime is killed while it stands still", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Typed");
      const { answer, inspector, pause } = await standingInHandler(t, running, debugged);
      void inspector.evaluate(pause, 'process.kill(process.pid, "SIGKILL")');
      const { payload, functionError } = await answer;
      assert.equal(functionError, "Unhandled");
      assert.match(JSON.stringify(payload), /Runtime exited/);
    });

    test("shows the function nothing of it, nor what the function starts", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "Curious");
      const inspector = await InspectorClient.attach(innerScope(t), await debugged.nextWaiting());
      await inspector.letGo();
      assert.deepEqual(await running.payloadOf("Curious"), {
        own: [0, 0, nodeOptions],
        forked: [0, true, nodeOptions],
        worker: [0, true, nodeOptions],
      });
    });

    test("refuses functions that it knows no debugger for", async (t) => {
      const client = await connectTo(innerScope(t), running.folder);
      await assert.rejects(client.debug({ functionName: "Sharp" }), isFailure("debug-unavailable"));
      await assert.rejects(client.debug({ functionName: "Nobody" }), isFailure("function-unknown"));
    });
  });
}

async function attachWithBreakpoints(
  scope: Scope,
  { folder }: RunningProject,
  waiting: DebuggerEvent,
): Promise<InspectorClient> {
  const inspector = await InspectorClient.attach(scope, waiting);
  const source = join(folder, "typed/app.ts");
  for (const line of [initLine, handlerLine]) {
    await inspector.setBreakpoint(bundleUrl, generatedLine(join(waiting.localRoot, "app.js"), source, line));
  }
  await inspector.letGo();
  return inspector;
}

/** A call that stands still in the handler, until somebody does something about it. */
async function standingInHandler(scope: Scope, running: RunningProject, debugged: DebuggedFunction) {
  const answer = running.invoke("Typed", { name: "standing" });
  const inspector = await attachWithBreakpoints(scope, running, await debugged.nextWaiting());
  await inspector.nextPause();
  await inspector.resume();
  return { answer, inspector, pause: await inspector.nextPause() };
}

const bundleUrl = "/app\\.js$";

/** The line of the source, zero-based. */
function lineOf({ callFrames }: Pause, { localRoot }: DebuggerEvent, { folder }: RunningProject): number | undefined {
  const generated = callFrames[0]?.location.lineNumber;
  const source = join(folder, "typed/app.ts");
  return [initLine, handlerLine].find((line) => generatedLine(join(localRoot, "app.js"), source, line) === generated);
}

function isFailure(code: Failure["code"]): (error: unknown) => boolean {
  return (error) => error instanceof Failure && error.code === code;
}
