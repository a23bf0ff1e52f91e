import assert from "node:assert/strict";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { clearMessages } from "../messages.ts";
import { inFolder, listedWorkspace, run, runnerToBe } from "../pilot-light.ts";
import { answerQuestion, leaveQuestion, runAndAnswer } from "../quick-input.ts";
import { until } from "../until.ts";

const python = { functionName: "HelloPython" };

suite("events", () => {
  suiteTeardown(async () => {
    await clearMessages();
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  test("are made from a function's trigger, to be edited", async () => {
    let hasEnded = false;
    const command = run("generateEvent", python).finally(() => (hasEnded = true));
    await answerQuestion(0);
    const document = await until("the event", () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.isUntitled === true && active;
    });
    assert.equal(document.languageId, "json");
    const event = JSON.parse(document.getText()) as { version: string; rawPath: string };
    assert.deepEqual([event.version, event.rawPath], ["2.0", "/python"]);
    await until("the end of the command, which offers to save the event", async () => {
      await clearMessages();
      return hasEnded;
    });
    await command;
  });

  test("are not saved when the person leaves the question for a name", async () => {
    const command = run("saveEvent", python);
    await leaveQuestion();
    await command;
    const files = await vscode.workspace.findFiles("events/hello-python/**");
    assert.deepEqual(files, []);
  });

  test("are in the command that is copied, with the address of the runner", async () => {
    await run("invokeWithEvent", { ...python, path: inFolder("events", "hello.json") });
    const { status } = await runnerToBe(await listedWorkspace(), "running");
    const file = inFolder("events", "hello.json");
    await runAndAnswer("copyCommand", python, 0);
    assert.equal(
      await vscode.env.clipboard.readText(),
      `curl -sS ${status.lambdaApi}/2015-03-31/functions/HelloPython/invocations --data-binary @${file}`,
    );
    await runAndAnswer("copyCommand", python, 1);
    assert.match(
      await vscode.env.clipboard.readText(),
      new RegExp(`^aws lambda invoke --endpoint-url ${status.lambdaApi} --function-name HelloPython .*fileb://${file}`),
    );
  });
});
