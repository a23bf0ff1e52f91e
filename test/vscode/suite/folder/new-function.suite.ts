import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { clearMessages } from "../messages.ts";
import { inFolder, listedWorkspace, run } from "../pilot-light.ts";
import { answerQuestion, leaveQuestion, runAndAnswer } from "../quick-input.ts";
import { resultAfter } from "../result.ts";
import { outlineOf } from "../tree-outline.ts";
import { until } from "../until.ts";

suite("a new function", () => {
  suiteTeardown(async () => {
    await clearMessages();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("is made with its code, its entry in the template, an event and a way to debug it, and runs at once", async () => {
    const workspace = await listedWorkspace();
    const comment = "# The project that `npm start` runs.";
    // TypeScript, an HTTP API, the suggested name, memory and architecture.
    await runAndAnswer("newFunction", undefined, 0, 0, "as it is", "as it is", "as it is");
    const template = readFileSync(inFolder("template.yaml"), "utf8");
    assert.ok(template.startsWith(comment));
    assert.match(template, /\n {2}HelloApi:\n {4}Type: AWS::Serverless::Function\n/);
    assert.match(vscode.window.activeTextEditor?.document.uri.fsPath ?? "", /hello-api.*\.ts$/);
    assert.ok(existsSync(inFolder(".vscode", "launch.json")));
    assert.ok(workspace.state.functions.some(({ name }) => name === "HelloApi"));
    await until("its events", async () => (await outlineOf("HelloApi")).some((line) => /Events/.test(line)));

    const text = await resultAfter("HelloApi", () => runAndAnswer("invoke", { functionName: "HelloApi" }, 0));
    assert.match(text, /^HelloApi succeeded at [^]*"statusCode": 200/);
  });

  test("is not made when the person leaves the wizard", async () => {
    const before = readFileSync(inFolder("template.yaml"), "utf8");
    const command = run("newFunction");
    await answerQuestion(1);
    await answerQuestion(1);
    await leaveQuestion();
    await command;
    assert.equal(readFileSync(inFolder("template.yaml"), "utf8"), before);
  });
});
