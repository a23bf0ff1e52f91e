import assert from "node:assert/strict";
import { suite, suiteSetup, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace, run, runnerToBe } from "../pilot-light.ts";
import { resultAfter } from "../result.ts";
import { outlineOf } from "../tree-outline.ts";
import { until } from "../until.ts";

const hello = { functionName: "HelloTypeScript", path: inFolder("events", "hello.json") };
const source = vscode.Uri.file(inFolder("hello-typescript", "src", "greeting.ts"));
const template = vscode.Uri.file(inFolder("template.yaml"));

suite("problems", () => {
  suiteSetup(async () => {
    await run("invokeWithEvent", hello);
    await runnerToBe(await listedWorkspace(), "running");
  });
  suiteTeardown(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  test("of a build stand where the code is wrong, the last good build serves on, and they go once it is mended", async () => {
    await replaceAndSave(source, "return `", "retrun (`");
    const problem = await firstProblem(source);
    assert.deepEqual([problem.severity, problem.source], [vscode.DiagnosticSeverity.Error, "Lambda"]);
    const document = await vscode.workspace.openTextDocument(source);
    assert.match(document.lineAt(problem.range.start.line).text, /retrun/);
    assert.match((await outlineOf("HelloTypeScript"))[0] ?? "", /^HelloTypeScript · build failed/);
    assert.match(
      await resultAfter("HelloTypeScript", () => run("invokeWithEvent", hello)),
      /"message": "Hello, Ada\. Have a nice/,
    );

    await replaceAndSave(source, "retrun (`${word}, ${name}. Have", "return `${word}, ${name}! Have");
    await until("no problem", () => problemsOf(source).length === 0);
    await until("a row without it", async () => !/build failed/.test((await outlineOf("HelloTypeScript"))[0] ?? ""));
    assert.match(
      await resultAfter("HelloTypeScript", () => run("invokeWithEvent", hello)),
      /"message": "Hello, Ada! Have a nice/,
    );
  });

  test("of a template stand in it, its functions stay listed, and they go once it is mended", async () => {
    const workspace = await listedWorkspace();
    const names = (): string[] => workspace.state.functions.map(({ name }) => name);
    const before = names();
    await replaceAndSave(template, "Resources:\n", "Resources: [\n");
    const problem = await firstProblem(template);
    assert.equal(problem.source, "Lambda");
    assert.deepEqual(names(), before);
    await replaceAndSave(template, "Resources: [\n", "Resources:\n");
    await until("no problem", () => problemsOf(template).length === 0);
    assert.deepEqual(names(), before);
  });

  test("of a template stand in it without a runner, too", async () => {
    const workspace = await listedWorkspace();
    await workspace.stop();
    const before = workspace.state.functions.map(({ name }) => name);
    await replaceAndSave(template, "Resources:\n", "Resources: [\n");
    await firstProblem(template);
    assert.deepEqual(
      workspace.state.functions.map(({ name }) => name),
      before,
    );
    await replaceAndSave(template, "Resources: [\n", "Resources:\n");
    await until("no problem", () => problemsOf(template).length === 0);
    assert.deepEqual(
      workspace.state.functions.map(({ name }) => name),
      before,
    );
  });
});

function problemsOf(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source: name }) => name === "Lambda");
}

async function firstProblem(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return await until("a problem", () => problemsOf(uri)[0]);
}

/** As a person does it: in an editor. */
async function replaceAndSave(uri: vscode.Uri, before: string, after: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.getText().indexOf(before);
  assert.ok(start >= 0, `${before} is not in ${uri.fsPath}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, new vscode.Range(document.positionAt(start), document.positionAt(start + before.length)), after);
  assert.ok(await vscode.workspace.applyEdit(edit));
  assert.ok(await document.save());
}
