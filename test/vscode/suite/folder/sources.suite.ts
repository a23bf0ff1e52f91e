import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace, pilotLight, run } from "../pilot-light.ts";
import { runAndAnswer } from "../quick-input.ts";
import { until } from "../until.ts";

const hello = { functionName: "HelloTypeScript" };

suite("a function's sources", () => {
  suiteTeardown(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  test("open at the handler", async () => {
    await run("openHandler", hello);
    assert.deepEqual(placeOfCursor().file, inFolder("hello-typescript", "src", "app.ts"));
    assert.match(placeOfCursor().line, /^export async function handler/);
    await run("openHandler", { functionName: "HelloPython" });
    assert.match(placeOfCursor().line, /^def handler/);
  });

  test("say which function is meant: that of the active editor's handler", async () => {
    await run("openHandler", { functionName: "HelloPython" });
    await run("goToTemplateEntry");
    assert.match(placeOfCursor().line, /^ {2}HelloPython:/);
  });

  test("open at the function's entry of the template, and at a trigger's", async () => {
    await run("goToTemplateEntry", hello);
    assert.equal(placeOfCursor().file, inFolder("template.yaml"));
    assert.match(placeOfCursor().line, /^ {2}HelloTypeScript:/);
    const { explorer } = await pilotLight();
    const [fn] = explorer.getChildren();
    const [trigger] = explorer.getChildren(fn);
    await run("goToTemplateEntry", trigger);
    assert.match(placeOfCursor().line, /^ {8}Hello:/);
  });

  test("get another memory size in the template, which the tree and the runner then know", async () => {
    // Sizes begin with the least.
    await runAndAnswer("setMemory", { functionName: "HelloPython" }, 0);
    const template = await readFile(inFolder("template.yaml"), "utf8");
    assert.match(template, /HelloPython:[^]*\n {6}MemorySize: 128\n/);
    assert.match(template, /# Python needs no build: the folder is the code\./);
    const workspace = await listedWorkspace();
    await until("128 MB", () => workspace.state.functions.find(({ name }) => name === "HelloPython")?.memoryMb === 128);
  });

  test("get a timeout of their own in the template", async () => {
    // The box holds what counts now: that of Globals.
    await runAndAnswer("setTimeout", hello, "as it is");
    assert.match(
      await readFile(inFolder("template.yaml"), "utf8"),
      /HelloTypeScript:[^]*\n {6}Timeout: 10\n[^]*HelloPython:/,
    );
  });
});

/** File and text of the line that the cursor of the active editor is in. */
function placeOfCursor(): { file: string; line: string } {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  return { file: editor.document.uri.fsPath, line: editor.document.lineAt(editor.selection.active.line).text };
}
