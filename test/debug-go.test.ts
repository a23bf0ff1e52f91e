import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";

const initLine = 17;
const handlerLine = 30;

/** A custom runtime in little, so that no package has to be had. */
const app = (version: number): string => `package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

type event struct {
	Name string
}

func main() {
	version := ${String(version)}
	api := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	for {
		next, _ := http.Get(api + "next")
		body, _ := io.ReadAll(next.Body)
		answer, _ := json.Marshal(handle(body, version))
		http.Post(api+next.Header.Get("Lambda-Runtime-Aws-Request-Id")+"/response", "application/json", bytes.NewReader(answer))
	}
}

func handle(body []byte, version int) string {
	var given event
	json.Unmarshal(body, &given)
	greeting := fmt.Sprintf("%s %d", given.Name, version)
	fmt.Println("greets", given.Name)
	if given.Name == "exit" {
		os.Exit(3)
	}
	if given.Name == "panic" {
		panic("boom")
	}
	return greeting
}
`;

/** Where Go keeps what it has compiled, also with another cache for all else. */
const goCache = (): string => execFileSync("go", ["env", "GOCACHE"], { encoding: "utf8" }).trim();

const go = { Runtime: "provided.al2023", Handler: "bootstrap", Timeout: 1, MemorySize: 128 };
const project = {
  defaults: go,
  functions: { App: { CodeUri: "app", Metadata: { BuildMethod: "go1.x" } } },
  files: { "app/go.mod": "module example.com/app\n\ngo 1.21\n", "app/main.go": app(1) },
};

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = lacking("delve", ...(engine === "process" ? [] : (["container engine"] as const)));
  suite(`Debugging Go in ${where}`, { skip, timeout: 180_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    let source: string;
    before(async () => {
      const env = { XDG_CACHE_HOME: cacheRoot, GOCACHE: goCache() };
      running = await startProject(scope, project, engineArguments(engine), env);
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
      assert.equal(await debuggerOf.evaluate(inHandler, "given.Name"), '"first"');
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
  });
}
