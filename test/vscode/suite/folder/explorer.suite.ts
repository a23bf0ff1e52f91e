import assert from "node:assert/strict";
import { suite, suiteSetup, test } from "mocha";
import * as vscode from "vscode";
import { inFolder, listedWorkspace, pilotLight, run } from "../pilot-light.ts";
import { runAndAnswer } from "../quick-input.ts";
import { outlineOf } from "../tree-outline.ts";
import { until } from "../until.ts";

suite("the tree of functions", () => {
  suiteSetup(async () => {
    await (await listedWorkspace()).stop();
  });

  test("has environments and invocations below a function that was called", async () => {
    await run("invokeWithEvent", { functionName: "HelloPython", path: inFolder("events", "hello.json") });
    const lines = await until("an idle environment", async () => {
      const outline = await outlineOf("HelloPython");
      return outline.some((line) => /Environments · 1 idle/.test(line)) && outline;
    });
    const [head, ...below] = lines;
    assert.match(head ?? "", /^HelloPython · [\d.]+ m?s ❄ [\d.]+ m?s · idle$/);
    // Spares may be among them, too.
    const groups = below.filter((line) => /^ {2}\S/.test(line)).map((line) => line.replace(/, .*| · last .*/, ""));
    assert.deepEqual(groups, ["  GET /python · HTTP API", "  Environments · 1 idle", "  Invocations"]);
    assert.ok(
      below.some((line) => /^ {4}[\w-]+ · idle, warm$/.test(line)),
      lines.join("\n"),
    );
    assert.match(below.at(-1) ?? "", /^ {4}\d\d:\d\d:\d\d · succeeded · [\d.]+ m?s ❄ .* of 256 MB$/);
  });

  test("knows a row's parent, by which VS Code reveals it", async () => {
    const { explorer } = await pilotLight();
    const [fn] = explorer.getChildren();
    const [trigger] = explorer.getChildren(fn);
    assert.ok(fn && trigger);
    assert.equal(explorer.getParent(trigger), fn);
    assert.equal(explorer.getParent(fn), undefined);
  });

  test("opens saved events, entries of the template and results by a click", async () => {
    const { explorer } = await pilotLight();
    const rows = explorer.getChildren().flatMap((fn) => explorer.getChildren(fn));
    const leaves = rows.flatMap((row) => (row.kind === "trigger" ? [row] : explorer.getChildren(row)));
    const commands = leaves.map((row) => [row.kind, explorer.getTreeItem(row).command?.command]);
    assert.deepEqual(Object.fromEntries(commands), {
      trigger: "pilotlight.goToTemplateEntry",
      environment: undefined,
      event: "vscode.open",
      invocation: "pilotlight.openInvocation",
    });
  });

  test("shows those alone that fit the filter, and all again once it is cleared", async () => {
    const { explorer } = await pilotLight();
    const names = (): unknown[] => explorer.getChildren().map((node) => explorer.getTreeItem(node).label);
    explorer.filter = "python";
    assert.deepEqual(names(), ["HelloPython"]);
    await run("clearFilter");
    assert.deepEqual([explorer.filter, names()], ["", ["HelloTypeScript", "HelloPython", "Trouble"]]);
  });

  test("keeps its filter when the question for one is confirmed as it is", async () => {
    const { explorer } = await pilotLight();
    explorer.filter = "trouble";
    await runAndAnswer("filterFunctions", undefined, "as it is");
    assert.equal(explorer.filter, "trouble");
    await run("clearFilter");
  });

  test("reads the templates anew when told to", async () => {
    const workspace = await listedWorkspace();
    const before = workspace.state;
    await run("refresh");
    assert.notEqual(workspace.state, before);
    assert.deepEqual(workspace.state.functions, before.functions);
  });

  test("finds events that are saved, and forgets those that are deleted", async () => {
    const event = vscode.Uri.file(inFolder("events", "hello-python", "late.json"));
    await vscode.workspace.fs.writeFile(event, Buffer.from("{}"));
    await until("the event", async () => (await outlineOf("HelloPython")).includes("    late"));
    await vscode.workspace.fs.delete(event);
    await until("its end", async () => !(await outlineOf("HelloPython")).includes("    late"));
  });
});
