import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { Failure } from "../runner/model/failure.ts";
import { connectTo } from "./control/connect.ts";
import { DapClient } from "./debug/dap-client.ts";
import { DebuggedFunction } from "./debug/debugged-function.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";

const initLine = 1;
const handlerLine = 5;
const lastLine = 7;

const app = (version: number): string =>
  [
    `VERSION = ${String(version)}`,
    "",
    "def handler(event:, context:)",
    "  name = event['name']",
    "  greeting = [name, VERSION].join(' ')",
    "  ours = ENV.select { |key, value| (key + value).match?(/pilotlight_|pilotlight.debug/i) }",
    "  [greeting, ours, ENV['RUBYOPT'], ENV['WRAPPED']]",
    "end",
    "",
  ].join("\n");

const project = {
  defaults: { Runtime: "ruby3.4", Timeout: 1, MemorySize: 128, CodeUri: "app", Handler: "app.handler" },
  functions: {
    App: {},
    Wrapped: {
      Timeout: 20,
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper", RUBYOPT: "-W1" } },
    },
    Bare: { Environment: { Variables: { RUBYLIB: "/var/task/bare" } } },
    Old: { Runtime: "ruby2.7" },
  },
  files: {
    "app/app.rb": app(1),
    // In front of the real one.
    "app/bare/debug/session.rb": "raise LoadError, 'it is not in this image'\n",
    "app/wrapper": '#!/bin/sh\nexport WRAPPED=yes\nexec "$@"\n',
  },
};

const skip = lacking("container engine", "ruby image");
suite("Debugging Ruby in a container", { skip, timeout: 120_000 }, () => {
  const scope = suiteScope();
  let running: RunningProject;
  let source: string;
  before(async () => {
    running = await startProject(scope, project, engineArguments("container"));
    source = join(running.folder, "app/app.rb");
  });

  test("stops in init code and in the handler at the very first call, and in what is saved", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    assert.deepEqual(debugged.reply, { functionName: "App", language: "ruby", engine: "container" });
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "first" });
    const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [initLine, handlerLine]);
    const inInit = await debuggerOf.nextStop();
    assert.deepEqual([inInit.path, inInit.line], [source, initLine]);
    await debuggerOf.resume(inInit);
    const inHandler = await debuggerOf.nextStop();
    assert.deepEqual([inHandler.path, inHandler.line], [source, handlerLine]);
    assert.equal(await debuggerOf.evaluate(inHandler, "name.upcase"), '"FIRST"');
    const { event, name, greeting } = await debuggerOf.locals(inHandler);
    assert.deepEqual([event, name, greeting], ['{"name"=>"first"}', '"first"', "nil"]);
    await debuggerOf.resume(inHandler);
    const { payload, requestId, log } = await answer;
    assert.deepEqual(payload, ["first 1", {}, null, null], log);
    const lines = await debugged.client.logs({ functionName: "App", limit: 100 });
    assert.deepEqual(
      lines.filter(({ source }) => source === "function").map(({ text }) => text),
      [],
    );
    const record = await running.record(requestId);
    assert.deepEqual([record["status"], record["isDebugged"]], ["success", true]);

    const saved = new Saves(running).save("app/app.rb", app(2));
    const fresh = await debugged.nextWaiting();
    await debuggerOf.programEnded();
    const again = await DapClient.attach(innerScope(t), fresh, source, [initLine]);
    const inFresh = await again.nextStop();
    assert.equal(inFresh.line, initLine);
    await again.resume(inFresh);
    await saved;
    assert.deepEqual(await running.payloadOf("App"), [" 2", {}, null, null]);
  });

  test("stops on entry where the handler's file begins, and only once", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "entered" });
    const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [], { stopOnEntry: true });
    const stop = await debuggerOf.nextStop();
    assert.deepEqual([stop.path, stop.line], [source, 1]);
    await debuggerOf.resume(stop);
    assert.deepEqual((await answer).payload, ["entered 2", {}, null, null]);
  });

  test("binds breakpoints of a client that sets them before it attaches", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const { host, port, localRoot, remoteRoot } = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "early" });
    const socket = connect({ host, port });
    t.after(() => socket.destroy());
    for (const [command, args] of [
      ["initialize", { adapterID: "test" }],
      ["setBreakpoints", { source: { path: source }, breakpoints: [{ line: handlerLine }] }],
      ["attach", { pathMappings: [{ localRoot, remoteRoot }] }],
      ["configurationDone", {}],
    ] as const) {
      socket.write(request(command, args));
    }
    let said = "";
    while (!said.includes('"event":"stopped"')) said += String((await once(socket, "data"))[0]);
    socket.write(request("continue", { threadId: 1 }));
    assert.deepEqual((await answer).payload, ["early 2", {}, null, null]);
  });

  test("is over when the client that asked for it goes away", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    await debugged.nextWaiting();
    debugged.client.dispose();
    const { payload, requestId } = await running.invoke("App", { name: "plain" });
    assert.deepEqual(payload, ["plain 2", {}, null, null]);
    assert.equal((await running.record(requestId))["isDebugged"], false);
  });

  test("goes together with the function's own wrapper and options", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "Wrapped");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("Wrapped", { name: "wrapped" });
    const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [handlerLine]);
    await debuggerOf.resume(await debuggerOf.nextStop());
    assert.deepEqual((await answer).payload, ["wrapped 2", {}, "-W1", "yes"]);
  });

  test("logs at log points without a stop, and stops where a condition or a count is met", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App", { name: "first" });
    const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, []);
    await answer;
    await debuggerOf.send("setBreakpoints", {
      source: { path: source },
      breakpoints: [
        { line: handlerLine, logMessage: '{name.upcase} is "called"' },
        { line: lastLine, condition: "name == 'third'" },
      ],
    });
    await running.invoke("App", { name: "second" });
    await running.logged("App", 'SECOND is "called"');
    const third = running.invoke("App", { name: "third" });
    const stop = await debuggerOf.nextStop();
    assert.deepEqual([stop.line, await debuggerOf.evaluate(stop, "greeting")], [lastLine, '"third 2"']);
    const counted = { source: { path: source }, breakpoints: [{ line: lastLine, hitCondition: "% 2" }] };
    await debuggerOf.send("setBreakpoints", counted);
    await debuggerOf.resume(stop);
    await third;
    await running.invoke("App", { name: "fourth" });
    const fifth = running.invoke("App", { name: "fifth" });
    const later = await debuggerOf.nextStop();
    assert.equal(await debuggerOf.evaluate(later, "name"), '"fifth"');
    await debuggerOf.resume(later);
    assert.equal((await fifth).functionError, undefined);
  });

  test("steps through the function's own code alone when it is about that, and binds nothing elsewhere", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    const waiting = await debugged.nextWaiting();
    const answer = running.invoke("App");
    const options = { justMyCode: true };
    const debuggerOf = await DapClient.attach(innerScope(t), waiting, source, [lastLine], options);
    const { threadId } = await debuggerOf.nextStop();
    const other = { source: { path: join(running.folder, "other.rb") }, breakpoints: [{ line: 1 }] };
    assert.deepEqual(await debuggerOf.send("setBreakpoints", other), {
      breakpoints: [{ verified: false, message: "This file is not part of the function." }],
    });
    // To the end, and then to the next call: not into the runtime's loop.
    await debuggerOf.send("next", { threadId });
    const atEnd = await debuggerOf.nextStop();
    assert.deepEqual([atEnd.path, atEnd.line], [source, lastLine + 1]);
    await debuggerOf.send("next", { threadId });
    assert.equal((await answer).functionError, undefined);
  });

  test("goes on by itself when nobody attaches", async (t) => {
    const debugged = await DebuggedFunction.start(innerScope(t), running, "App");
    await debugged.nextWaiting();
    assert.deepEqual((await running.invoke("App", { name: "alone" })).payload, ["alone 2", {}, null, null]);
    const problem = await running.line(({ event, code }) => event === "problem" && code === "debugger-not-attached");
    assert.match(String(problem["message"]), /within 30 s/);
  });

  test("goes on where Ruby has no debugger, and says how to have one", async (t) => {
    await DebuggedFunction.start(innerScope(t), running, "Bare");
    assert.deepEqual((await running.invoke("Bare", { name: "bare" })).payload, ["bare 2", {}, null, null]);
    const { text } = await running.logged("Bare", "Ruby's debugger does not work here");
    assert.match(String(text), /not in this image\. Add gem "debug" to the function's Gemfile\./);
  });

  test("refuses a Ruby that nothing can attach to", async (t) => {
    const client = await connectTo(innerScope(t), running.folder);
    await assert.rejects(
      client.debug({ functionName: "Old" }),
      (error) => error instanceof Failure && error.code === "debug-unavailable" && /3\.1/.test(error.message),
    );
  });
});

function request(command: string, args: object): string {
  const text = JSON.stringify({ seq: 1, type: "request", command, arguments: args });
  return `Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
}
