import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { before, suite, test } from "node:test";
import { javaBackend } from "../runner/debug/backends/java.ts";
import { Failure } from "../runner/model/failure.ts";
import { connectTo } from "./control/connect.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { JdbClient } from "./debug/jdb-client.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";

const initLine = 5;
const handlerLine = 9;

const app = (version: number): string =>
  [
    "package example;",
    "import java.util.*;",
    "",
    "public class App {",
    `  static final int VERSION = Integer.parseInt("${String(version)}");`,
    "",
    "  public List<Object> handle(Map<String, String> event) {",
    '    String name = event.get("name");',
    '    String greeting = name + " " + VERSION;',
    "    List<String> ours = new ArrayList<>(System.getenv().keySet());",
    '    ours.removeIf(key -> !key.startsWith("PILOTLIGHT") && !key.startsWith("JAVA"));',
    '    return Arrays.asList(greeting, ours, System.getenv("WRAPPED"));',
    "  }",
    "}",
    "",
  ].join("\n");

const project = {
  defaults: { Runtime: "java17", Timeout: 2, MemorySize: 512, CodeUri: "app", Handler: "example.App::handle" },
  functions: {
    App: {},
    Wrapped: {
      Timeout: 20,
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" } },
    },
    Old: { Runtime: "java8" },
  },
  files: {
    "sources/example/App.java": app(1),
    "app/wrapper": '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
  },
};

const skip = lacking("container engine", "java image", "java");
suite("Debugging Java in a container", { skip, timeout: 180_000 }, () => {
  const scope = suiteScope();
  let running: RunningProject;
  const compile = (): void => {
    const args = ["-g", "--release", "17", "-d", "app", "sources/example/App.java"];
    execFileSync("javac", args, { cwd: running.folder });
  };
  before(async () => {
    running = await startProject(scope, project, engineArguments("container"));
    compile();
  });

  test("stops in init code and in the handler at the very first call, and in what is saved", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    assert.deepEqual(debugged.reply, { functionName: "App", language: "java", engine: "container" });
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "first" });
    const breakpoints = [`example.App:${String(initLine)}`, `example.App:${String(handlerLine)}`];
    const jdb = await JdbClient.attach(innerScope(t), waiting, breakpoints);
    assert.equal(await jdb.nextStop(), `example.App.<clinit>(), line=${String(initLine)}`);
    jdb.resume();
    assert.equal(await jdb.nextStop(), `example.App.handle(), line=${String(handlerLine)}`);
    assert.match(await jdb.ask("locals"), /^name = "first"$/m);
    jdb.resume();
    const { payload, requestId, log } = await answer;
    assert.deepEqual(payload, ["first 1", [], null], log);
    const lines = await debugged.client.logs({ functionName: "App", limit: 100 });
    assert.deepEqual(
      lines.filter(({ source }) => source === "function").map(({ text }) => text),
      [],
    );
    const record = await running.record(requestId);
    assert.deepEqual([record["status"], record["isDebugged"]], ["success", true]);

    new Saves(running).write("sources/example/App.java", app(2));
    compile();
    const fresh = await debugged.nextWaiting();
    await jdb.machineEnded();
    const again = await JdbClient.attach(innerScope(t), fresh, breakpoints.slice(0, 1));
    assert.equal(await again.nextStop(), `example.App.<clinit>(), line=${String(initLine)}`);
    again.resume();
    assert.deepEqual(await running.payloadOf("App"), ["null 2", [], null]);
  });

  test("goes together with the function's own wrapper", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "Wrapped");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("Wrapped", { name: "wrapped" });
    const jdb = await JdbClient.attach(innerScope(t), waiting, [`example.App:${String(handlerLine)}`]);
    await jdb.nextStop();
    jdb.resume();
    assert.deepEqual((await answer).payload, ["wrapped 2", [], "yes"]);
  });

  test("goes on when a debugger goes away without a word", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const { host, port } = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "left" });
    const socket = connect({ host, port });
    socket.write("JDWP-Handshake");
    await once(socket, "data");
    socket.destroy();
    assert.deepEqual((await answer).payload, ["left 2", [], null]);
  });

  test("can be told to go on without a debugger", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "alone" });
    await javaBackend.letGo(waiting, Promise.resolve());
    assert.deepEqual((await answer).payload, ["alone 2", [], null]);
    assert.equal((await running.record((await answer).requestId))["status"], "success");
  });

  test("refuses a Java whose start can't be changed", async (t) => {
    const client = await connectTo(innerScope(t), running.folder);
    await assert.rejects(
      client.debug({ functionName: "Old" }),
      (error) => error instanceof Failure && error.code === "debug-unavailable" && /java8\.al2/.test(error.message),
    );
  });
});
