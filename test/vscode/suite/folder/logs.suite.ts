import assert from "node:assert/strict";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, run } from "../pilot-light.ts";
import { until } from "../until.ts";

const python = { functionName: "HelloPython" };

suite("logs", () => {
  suiteTeardown(() => vscode.commands.executeCommand("workbench.action.closePanel"));

  test("of a function show what it wrote before, and follow what it writes", async () => {
    await run("invokeWithEvent", { ...python, path: inFolder("events", "hello.json") });
    await run("showLogs", python);
    const log = await outputOf("Lambda: HelloPython", /\[info\] .*Greeting Ada, invocation \d/);
    assert.match(log, /\[info\] REPORT RequestId: \S+ {2}Duration: /);
    // The edges of calls are there, for the colours to dim.
    assert.match(log, /\[debug\] START RequestId/);
    const count = log.split("Greeting Ada").length;
    await run("repeatLastInvocation");
    await until(
      "the next call's line",
      async () => (await text("Lambda: HelloPython")).split("Greeting Ada").length > count,
    );
  });

  test("of the runner are in a channel of their own", async () => {
    await run("showRunnerOutput");
    await outputOf("Lambda Runner", /\[info\] .*http:\/\/127\.0\.0\.1:\d+/);
  });
});

async function outputOf(name: string, expected: RegExp): Promise<string> {
  return await until(`${String(expected)} in ${name}`, async () => {
    assert.match(await text(name), expected);
    return await text(name);
  });
}

/** What an output channel that is shown holds. */
function text(name: string): Promise<string> {
  const shown = vscode.workspace.textDocuments.filter(({ uri }) => uri.scheme === "output");
  // Log channels are files, whose names have no colon.
  const document = shown.find(({ uri }) => uri.path.replace(":", "").includes(name.replace(":", "")));
  assert.ok(document, `${name} is not among ${shown.map(({ uri }) => uri.toString()).join()}`);
  return Promise.resolve(document.getText());
}
