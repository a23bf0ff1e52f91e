import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { DebugOutput } from "../debug-output.ts";
import { inFolder, listedWorkspace, run } from "../pilot-light.ts";
import { leaveNoDebugging, stopDebugging } from "../stop-debugging.ts";
import { StoppedFunction } from "../stopped-function.ts";
import { until } from "../until.ts";

const source = inFolder("hello-typescript", "src", "app.ts");

suite("debugging", () => {
  const output = new DebugOutput();
  let document: vscode.TextDocument;
  suiteSetup(async () => {
    await listedWorkspace();
    document = await vscode.workspace.openTextDocument(source);
    await vscode.window.showTextDocument(document);
  });
  suiteTeardown(async () => {
    output.dispose();
    await leaveNoDebugging();
  });

  test("stops a function on the line of its TypeScript source, at its very first call", async () => {
    const line = lineOf("return {");
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0))),
    ]);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = {
      type: "lambda",
      request: "launch",
      name: "Debug it",
      function: "HelloTypeScript",
      event: "${workspaceFolder}/events/hello.json",
    };
    assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
    const stopped = await StoppedFunction.next();
    assert.equal(stopped.place, `${source}:${line + 1}`);
    assert.match(stopped.sessionName, /^HelloTypeScript [\da-f]{8}$/);
    assert.equal(await stopped.evaluate("name"), "'Ada'");
    await stopped.goOn();
    await output.shown(/HelloTypeScript answered after [\d.]+ ms: \{"message":"Hello, Ada\./);
    assert.equal(output.text.match(/Greeting Ada/g)?.length, 1, output.text);
  });

  test("stops in the new code after a save, for a call from anywhere, in the same session", async () => {
    const edit = new vscode.WorkspaceEdit();
    const at = document.lineAt(lineOf("return {"));
    edit.replace(document.uri, at.range, '  const mood = "new";\n  return { message: mood, invocations };');
    await vscode.workspace.applyEdit(edit);
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    const line = lineOf("return {");
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(document.uri, new vscode.Position(line, 0))),
    ]);
    await document.save();
    await until("the new code to answer", async () => {
      const call = callByHttp();
      const stopped = await StoppedFunction.next();
      const mood = await stopped.evaluate("typeof mood === 'undefined' ? 'old' : mood");
      const { place } = stopped;
      await stopped.goOn();
      await call;
      if (mood === "'new'" && place === `${source}:${line + 1}`) return true;
      throw new Error(`it stopped at ${place}, where the mood is ${mood}`);
    });
  });

  test("ends for good with its session, and leaves the function running", async () => {
    await stopDebugging();
    assert.deepEqual(await callByHttp(), { message: "new", invocations: 1 });
  });

  test("starts without a launch.json, and calls with the event used last or one that is chosen", async () => {
    await run("invokeWithEvent", { functionName: "HelloTypeScript", path: inFolder("events", "hello.json") });
    const done = run("debug", { functionName: "HelloTypeScript" });
    const stopped = await StoppedFunction.next();
    assert.equal(await stopped.evaluate("name"), "'Ada'");
    await stopped.goOn();
    await done;
    await stopDebugging();
  });

  test("is about the function of the active editor where launch.json leaves it open", async () => {
    await vscode.window.showTextDocument(document);
    const variable = "pickFunction";
    const configuration = { type: "lambda", request: "launch", name: "Open", function: `\${command:${variable}}` };
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
    await output.shown(/Every call of HelloTypeScript stops at breakpoints from now on/);
    await until("the debugger of its environment", () => vscode.debug.activeDebugSession?.type === "pwa-node");
    await stopDebugging();
  });

  test("stops a Python function without an extension for Python", async () => {
    const python = inFolder("hello-python", "app.py");
    const code = await vscode.workspace.openTextDocument(python);
    const line = code.positionAt(code.getText().indexOf("return {")).line;
    vscode.debug.addBreakpoints([
      new vscode.SourceBreakpoint(new vscode.Location(code.uri, new vscode.Position(line, 0))),
    ]);
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const configuration = {
      type: "lambda",
      request: "launch",
      name: "Python",
      function: "HelloPython",
      event: { name: "Bob" },
    };
    assert.equal(await vscode.debug.startDebugging(folder, configuration), true);
    const stopped = await StoppedFunction.next();
    assert.equal(stopped.place, `${python}:${line + 1}`);
    assert.equal(await stopped.evaluate("name"), "'Bob'");
    await stopped.goOn();
    await output.shown(/HelloPython answered after [\d.]+ ms: \{"message": ?"Good day, Bob/);
    await stopDebugging();
  });

  function lineOf(text: string): number {
    return document.positionAt(document.getText().indexOf(text)).line;
  }
});

/** As curl does. */
async function callByHttp(): Promise<unknown> {
  const { runner } = (await listedWorkspace()).state;
  assert.equal(runner.kind, "running");
  const path = "/2015-03-31/functions/HelloTypeScript/invocations";
  const response = await fetch(runner.status.lambdaApi + path, { method: "POST", body: '{"name":"Ada"}' });
  return await response.json();
}
