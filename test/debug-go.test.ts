import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, suite, test, type TestContext } from "node:test";
import { setImmediate } from "node:timers/promises";
import { debugBackends } from "../runner/debug/backends/backends.ts";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { processTree } from "../runner/engine/process/usage-linux.ts";
import { awaitDebugger, debuggerLimits } from "../runner/environment/await-debugger.ts";
import { Failure } from "../runner/model/failure.ts";
import { processesIn } from "./chaos/processes.ts";
import { connectTo } from "./control/connect.ts";
import { eventually } from "./crash/recorder-project.ts";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { goRuntime } from "./debug/go-runtime.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking, pathOf } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { runnerCaches } from "./harness/runner-caches.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope, type Scope } from "./harness/scope.ts";
import { runFunction, type RunningFunction } from "./process-engine/running-function.ts";

const mainLine = 10;
const initLine = 11;
const handlerLine = 16;

const app = (version: number): string => `package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	version := ${String(version)}
	serve(version)
}

func handle(name string, version int) string {
	greeting := fmt.Sprintf("%s %d", name, version)
	fmt.Println("greets", name)
	switch name {
	case "flags":
		info, _ := debug.ReadBuildInfo()
		for _, setting := range info.Settings {
			if setting.Key == "-gcflags" {
				greeting += " " + strings.TrimPrefix(setting.Value, "all=")
			}
		}
	case "spin":
		for {
		}
	case "exit":
		os.Exit(3)
	case "panic":
		panic("boom")
	}
	return greeting
}
`;

const project = {
  defaults: { Runtime: "provided.al2023", Handler: "bootstrap", Timeout: 1, MemorySize: 128 },
  functions: { App: { CodeUri: "app", Metadata: { BuildMethod: "go1.x" } } },
  files: {
    "app/go.mod": "module example.com/app\n\ngo 1.21\n",
    "app/main.go": app(1),
    "app/serve.go": goRuntime,
  },
};

/** Of a process that was sent a signal: nobody tells, so it is asked over and over. One to be waited for has ended. */
async function ended(pid: number): Promise<void> {
  const status = `/proc/${String(pid)}/status`;
  while (existsSync(status) && !/^State:\s+Z/m.test(readFileSync(status, "utf8"))) await setImmediate();
}

async function startOn(scope: Scope, engine: "process" | "container"): Promise<RunningProject> {
  return await startProject(scope, project, engineArguments(engine), runnerCaches);
}

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = lacking("delve", ...(engine === "process" ? [] : (["container engine"] as const)));
  suite(`Debugging Go in ${where}`, { skip, timeout: 180_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    let source: string;
    before(async () => {
      running = await startOn(scope, engine);
      source = join(running.folder, "app/main.go");
    });

    test("stops in init code and in the handler at the very first call, and in what is saved", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      assert.deepEqual(debugged.reply, { functionName: "App", language: "go", engine });
      const waiting = await debugged.nextWaiting();
      const answer = running.invoke("App", { name: "first" });
      const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [initLine, handlerLine]);
      const inInit = await debuggerOf.nextStop();
      assert.deepEqual([inInit.path, inInit.line], [source, initLine]);
      await debuggerOf.resume(inInit);
      const inHandler = await debuggerOf.nextStop();
      assert.deepEqual([inHandler.path, inHandler.line], [source, handlerLine]);
      assert.equal(await debuggerOf.evaluate(inHandler, "name"), '"first"');
      await debuggerOf.resume(inHandler);
      const { payload, requestId, log } = await answer;
      assert.equal(payload, "first 1", log);
      await running.logged("App", "greets first");
      const lines = await debugged.client.logs({ functionName: "App", limit: 100 });
      assert.deepEqual(
        lines.filter(({ source }) => source === "function").map(({ text }) => text),
        ["greets first"],
      );
      const record = await running.record(requestId);
      assert.deepEqual([record["status"], record["isDebugged"]], ["success", true]);

      const saved = new Saves(running).save("app/main.go", app(2));
      const fresh = await debugged.nextWaiting();
      await debuggerOf.programEnded();
      const again = await DapClient.attach(innerScope(t), fresh, source, [initLine]);
      const inFresh = await again.nextStop();
      assert.equal(inFresh.line, initLine);
      await again.resume(inFresh);
      await saved;
      assert.equal((await running.invoke("App", { name: "second" })).payload, "second 2");
    });

    test("goes on when the debugger leaves, and nothing stops it any more", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      const waiting = await debugged.nextWaiting();
      const answer = running.invoke("App", { name: "left" });
      const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [handlerLine]);
      await debuggerOf.nextStop();
      debuggerOf.detach();
      assert.equal((await answer).payload, "left 2");
      assert.equal((await running.invoke("App", { name: "flags" })).payload, "flags 2 -N -l");
      const { functionError, log, payload } = await running.invoke("App", { name: "panic" });
      assert.equal(functionError, "Unhandled");
      assert.match(log, /panic: boom\n\ngoroutine 1 \[running\]:\nmain\.handle/);
      assert.match(JSON.stringify(payload), /exit status 2/);
    });

    test("ends with its program, under a debugger too", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      const debuggerOf = await DapClient.attach(innerScope(t), await debugged.nextWaiting(), source, []);
      const { functionError, payload } = await running.invoke("App", { name: "exit" });
      assert.equal(functionError, "Unhandled");
      assert.match(JSON.stringify(payload), /exit status 3/);
      await debuggerOf.programEnded();
    });

    test("stops where it panics, and in two calls at a time", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      const panics = await DapClient.attach(innerScope(t), await debugged.nextWaiting(), source, []);
      const panicked = running.invoke("App", { name: "panic" });
      const inPanic = await panics.nextStop();
      const answer = running.invoke("App", { name: "beside" });
      const beside = await DapClient.attach(innerScope(t), await debugged.nextWaiting(), source, [handlerLine]);
      const inHandler = await beside.nextStop();
      assert.equal(await beside.evaluate(inHandler, "name"), '"beside"');
      await Promise.all([panics.resume(inPanic), beside.resume(inHandler)]);
      assert.equal((await answer).payload, "beside 2");
      const { functionError, log } = await panicked;
      assert.equal(functionError, "Unhandled");
      assert.doesNotMatch(log, /paused|Stop reason/);
    });

    test("is built as usual again when its debugging has ended", async (t) => {
      const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
      await debugged.nextWaiting();
      debugged.client.dispose();
      const { payload, requestId } = await running.invoke("App", { name: "flags" });
      assert.equal(payload, "flags 2");
      assert.equal((await running.record(requestId))["isDebugged"], false);
    });
  });
}

for (const end of ["killed", "stopped"] as const) {
  const skip = lacking("delve");
  test(`A runner that is ${end} while a program of Go is debugged leaves nothing of it`, { skip }, async (t) => {
    const scope = innerScope(t);
    const running = await startOn(scope, "process");
    const debugged = await DebuggedFunction.start(scope, running, "App");
    const waiting = await debugged.nextWaiting();
    const source = join(running.folder, "app/main.go");
    const client = await DapClient.attach(scope, waiting, source, [handlerLine]);
    const cutShort = assert.rejects(running.invoke("App", { name: "spin" }));
    await client.resume(await client.nextStop());
    assert.ok(processesIn(running.folder).length > 2);
    if (end === "stopped") await running.runner.stop();
    else running.runner.child.kill("SIGKILL");
    await cutShort;
    await eventually(() => processesIn(running.folder).length === 0, t.signal);
  });
}

test("Debugging Go says what to do when Delve can't be had", { skip: lacking("go") }, async (t) => {
  const scope = innerScope(t);
  const cache = newFolder(scope);
  const nowhere = { GOPROXY: "off", GOMODCACHE: join(cache, "modules") };
  const env = { ...runnerCaches, XDG_CACHE_HOME: cache, ...nowhere };
  const running = await startProject(scope, project, engineArguments("process"), env);
  const client = await connectTo(scope, running.folder);
  await assert.rejects(
    client.debug({ functionName: "App" }),
    (error) =>
      error instanceof Failure && error.code === "debug-unavailable" && /GOPROXY=off.*connect/is.test(error.message),
  );
  assert.deepEqual(readdirSync(join(cache, "pilotlight")), []);
  assert.equal((await running.invoke("App", { name: "flags" })).payload, "flags 1");
});

test("Debugging Go refuses a machine that is only emulated", async (t) => {
  const scope = innerScope(t);
  const other = process.arch === "arm64" ? "x86_64" : "arm64";
  const running = await startProject(scope, { ...project, defaults: { ...project.defaults, Architectures: [other] } });
  const client = await connectTo(scope, running.folder);
  await assert.rejects(
    client.debug({ functionName: "App" }),
    (error) =>
      error instanceof Failure && error.code === "debug-unavailable" && /emulates.*Architectures/.test(error.message),
  );
});

test("Debugging Go stops on entry in main, and only once", { skip: lacking("delve") }, async (t) => {
  const scope = innerScope(t);
  const running = await startOn(scope, "process");
  const adapter = await AdapterClient.start(scope, running.folder);
  await adapter.begin("attach", { function: "App", stopOnEntry: true });
  const waiting = (await adapter.heard("lambdaEnvironment")) as unknown as DebuggerEvent;
  const client = await DapClient.attach(scope, waiting, join(running.folder, "app/main.go"), []);
  const onEntry = await client.nextStop();
  assert.deepEqual([onEntry.path, onEntry.line], [join(running.folder, "app/main.go"), mainLine]);
  await client.resume(onEntry);
  assert.equal((await running.invoke("App", { name: "entered" })).payload, "entered 1");
});

test("Debugging Go takes a program that was built elsewhere", { skip: lacking("delve", "go") }, async (t) => {
  const scope = innerScope(t);
  const prebuilt = { ...project, functions: { App: { CodeUri: "built" } }, copies: { built: pathOf("go") } };
  const running = await startProject(scope, prebuilt, engineArguments("process"), runnerCaches);
  const debugged = await DebuggedFunction.start(scope, running, "App");
  assert.equal(debugged.reply.language, "go");
  const client = await DapClient.attach(scope, await debugged.nextWaiting(), "main.go", []);
  const { payload, log } = await running.invoke("App", { name: "built" });
  assert.deepEqual((payload as { event: unknown }).event, { name: "built" }, log);
  client.detach();
});

suite("A program of Go that Delve runs", { skip: lacking("delve", "go"), timeout: 60_000 }, () => {
  const run = async (t: TestContext): Promise<RunningFunction> => {
    const files = { bootstrap: await readFile(join(pathOf("go"), "bootstrap")) };
    const debug = { language: "go", toolFolder: pathOf("delve") } as const;
    return await runFunction(t, { runtime: "provided.al2023", files, debug });
  };

  test("goes on without a debugger when none comes in time", async (t) => {
    const running = await run(t);
    const heard: string[] = [];
    const awaited = {
      setup: { language: "go" },
      backend: debugBackends.go,
      unwanted: new Promise(() => undefined),
      onWaiting: () => heard.push("waits"),
      onSilent: () => undefined,
      onGivenUp: () => heard.push("given up"),
      onStuck: () => heard.push("stuck"),
    } as const;
    void awaitDebugger(running.sandbox, awaited, { ...debuggerLimits, attachMs: 1 });
    const { event } = (await running.call({ go: "on" })) as { event: unknown };
    assert.deepEqual([event, heard], [{ go: "on" }, ["waits", "given up"]]);
    assert.match(await running.output(), /^echo \S+\n$/);
  });

  test("does not outlive Delve", async (t) => {
    const { sandbox, ...running } = await run(t);
    const address = await sandbox.debugWait?.waiting;
    assert.ok(address);
    await debugBackends.go.letGo(address, Promise.resolve());
    await running.call({});
    const delve = Number(sandbox.id);
    const program = processTree(delve).find((pid) => readlinkSync(`/proc/${pid}/exe`).endsWith("/bootstrap"));
    assert.ok(program);
    process.kill(delve, "SIGKILL");
    assert.deepEqual(await sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
    await ended(program);
  });
});
