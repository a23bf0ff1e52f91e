import assert from "node:assert/strict";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import type { SourcePlace } from "../../../../extension/open-place.ts";
import { acceptNewestMessage, clearMessages } from "../messages.ts";
import { inFolder, listedWorkspace, pilotLight, run, runnerPid, runnerToBe } from "../pilot-light.ts";
import { runAndAnswer } from "../quick-input.ts";
import { resultAfter, resultDocument } from "../result.ts";
import { until } from "../until.ts";

const hello = { functionName: "HelloTypeScript" };
const python = { functionName: "HelloPython" };
const trouble = { functionName: "Trouble" };
const helloEvent = inFolder("events", "hello.json");

suite("invoking", () => {
  suiteTeardown(async () => {
    await clearMessages();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("starts the runner and shows the result with its figures, its cost and its log", async () => {
    const workspace = await listedWorkspace();
    await workspace.stop();
    const text = await resultAfter("HelloTypeScript", () => run("invokeWithEvent", { ...hello, path: helloEvent }));
    await runnerToBe(workspace, "running");
    assert.match(text, /^HelloTypeScript succeeded at \d\d:\d\d:\d\d\n/);
    assert.match(text, /\n {2}Duration +[\d.]+ m?s · ❄ cold start, init [\d.]+ m?s · billed \d+ ms\n/);
    assert.match(text, /\n {2}Memory +\d+ of 256 MB\n/);
    assert.match(text, /\n {2}Cost +\$\S+ on AWS · \$\S+ per million cold calls\n/);
    assert.match(text, /\n {2}Prices +us-east-1 · of [\d-]+ · free tier not counted\n/);
    assert.match(text, /\n {2}Build +\w+ · process engine · nodejs24\.x · x86_64\n/);
    assert.match(text, /\n {2}Event +events\/hello\.json\n/);
    assert.match(text, /\nPayload\n\{\n {2}"message": "Hello, Ada\. .*",\n {2}"invocations": 1\n\}\n/);
    assert.match(text, /\nLog\n[^]*Greeting Ada, invocation 1 here/);
    assert.equal(resultDocument("HelloTypeScript")?.languageId, "lambda-result");
  });

  test("calls again with the event used last, without asking, in the environment that is warm", async () => {
    const text = await resultAfter("HelloTypeScript", () => run("invoke", hello));
    assert.match(text, /· warm start · [^]*"message": "Hello, Ada\. .*",\n {2}"invocations": 2\n/);
  });

  test("repeats the last call of all, whatever was looked at in between", async () => {
    await run("invokeWithEvent", { ...python, path: helloEvent });
    await run("openHandler", hello);
    const text = await resultAfter("HelloPython", () => run("repeatLastInvocation"));
    assert.match(text, /"message": "Good day, Ada\. /);
  });

  test("offers saved events first of all to a function that was not called yet", async () => {
    // `fail` is the first of two saved ones.
    assert.match(await resultAfter("Trouble", () => runAndAnswer("invoke", trouble, 0)), /^Trouble RangeError at /);
  });

  test("makes events for the function's own triggers", async () => {
    // Last used, saved for all, then generated.
    const text = await resultAfter("HelloTypeScript", () => runAndAnswer("invokeWithEvent", hello, 2));
    assert.match(text, /\n {2}Event +.*GET \/typescript[^]*"message": "Hello, world\. /);
  });

  test("leads from an error's stack to the line of the TypeScript source", async () => {
    const path = inFolder("events", "trouble", "fail.json");
    const text = await resultAfter("Trouble", () => run("invokeWithEvent", { ...trouble, path }));
    assert.match(text, /"errorMessage": "no more room"/);
    const uri = resultDocument("Trouble")?.uri;
    const targets = await until("links", async () => {
      const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>("vscode.executeLinkProvider", uri);
      // VS Code makes links of its own out of whatever looks like an address.
      const ours = links.flatMap(({ target }) => (target?.scheme === "command" ? [target] : []));
      return ours.length > 0 && ours;
    });
    const [{ file, line, character } = {}] = JSON.parse(targets[0]?.query ?? "") as SourcePlace[];
    assert.deepEqual([file, line, character], [inFolder("trouble", "src", "app.ts"), 2, 10]);
    await run("openPlace", { file, line, character });
    const editor = vscode.window.activeTextEditor;
    assert.deepEqual([editor?.document.uri.fsPath, editor?.selection.active.line], [file, 2]);
  });

  test("opens a call of the history again", async () => {
    const { explorer } = await pilotLight();
    const [record] = (await listedWorkspace()).state.activity.get("Trouble")?.invocations ?? [];
    assert.ok(record);
    const nodes = explorer.getChildren().flatMap((fn) => explorer.getChildren(fn));
    const rows = nodes.filter(({ kind }) => kind === "invocations").flatMap((group) => explorer.getChildren(group));
    const row = rows.find((node) => node.kind === "invocation" && node.requestId === record.requestId);
    await run("openInvocation", row);
    const name = `Trouble ${record.requestId.slice(0, 8)}`;
    const text = await until("the call", () => resultDocument(name)?.getText());
    assert.match(text, /^Trouble failed at [^]*\nLog\n[^]*no more room/);
    assert.ok(text.includes(record.requestId));
  });

  test("ends a long call when it is cancelled, and the runner serves on", async () => {
    const workspace = await listedWorkspace();
    const pid = runnerPid(workspace);
    const path = inFolder("events", "trouble", "wait.json");
    await clearMessages();
    let hasEnded = false;
    const call = run("invokeWithEvent", { ...trouble, path }).finally(() => (hasEnded = true));
    await until("a busy environment", () => {
      const environments = workspace.state.activity.get("Trouble")?.environments ?? new Map<string, string>();
      return [...environments.values()].includes("busy");
    });
    await until("the end of the call", async () => {
      // The message with the progress, and its button, come only when a call takes long.
      await acceptNewestMessage();
      return hasEnded;
    });
    await call;
    assert.equal(runnerPid(workspace), pid);
    assert.match(await resultAfter("HelloTypeScript", () => run("invoke", hello)), /^HelloTypeScript succeeded at /);
  });
});
