import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, suiteTeardown, test } from "mocha";
import * as vscode from "vscode";
import type { PanelState } from "../../../../extension/tune/panel-messages.ts";
import type { TunePanel } from "../../../../extension/tune/tune-panel.ts";
import { inFolder, listedWorkspace, pilotLight, run } from "../pilot-light.ts";
import { until } from "../until.ts";

const python = { functionName: "HelloPython" };
const trouble = { functionName: "Trouble" };

suite("tuning", () => {
  suiteTeardown(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  test("measures a function with the event used last, and shows what it would take and cost", async () => {
    await run("invokeWithEvent", { ...python, path: inFolder("events", "hello.json") });
    await run("tune", python);
    const { activity, event, tuned } = await stateOf("HelloPython");
    assert.deepEqual([activity.kind, event], ["done", "events/hello.json"]);
    assert.match(tuned?.facts ?? "", /^x86_64 · \d+ MB now · \w+ engine · build \w+$/);
    assert.match(tuned?.notes[0] ?? "", /of CPU time.* and waits for .*: medians of 5 warm runs, made for this\./);
    const largest = tuned?.sizes.at(-1);
    assert.equal(largest?.memoryMb, 10_240);
    assert.match(largest.figures?.cost.arm64 ?? "", /^\$\d/);
    assert.equal(panelTabs().length, 1);
  });

  test("applies a size to the template, whose comments stay, and then knows it", async () => {
    const panel = await panelOf("HelloPython");
    await panel.receive({ kind: "apply", memoryMb: 1024 });
    assert.deepEqual(panel.state.activity, { kind: "done", text: "template.yaml gives HelloPython 1024 MB now." });
    const template = await readFile(inFolder("template.yaml"), "utf8");
    assert.match(template, /HelloPython:[^]*\n {6}MemorySize: 1024\n/);
    assert.match(template, /# Python needs no build: the folder is the code\./);
    await until("1024 MB", () => panel.state.tuned?.memoryMb === 1024);
    assert.ok(panel.state.tuned?.sizes.find(({ memoryMb }) => memoryMb === 1024)?.marks.includes("now"));
  });

  test("says what went wrong when the function fails, and offers nothing to apply", async () => {
    await run("invokeWithEvent", { ...trouble, path: inFolder("events", "trouble", "fail.json") });
    await run("tune", trouble);
    const { activity, tuned } = await stateOf("Trouble");
    assert.equal(tuned, undefined);
    assert.equal(activity.kind, "failed");
    assert.match(activity.text, /^Trouble failed, and what fails can't be tuned: .* RangeError: no more room$/);
  });

  test("ends at once when it is cancelled", async () => {
    const panel = await panelOf("Trouble");
    const measuring = panel.measure({ event: { label: "long", text: JSON.stringify({ waitMs: 250_000 }) } });
    await until("a call", () => {
      const { activity } = panel.state;
      return activity.kind === "running" && activity.text.startsWith("Calling it");
    });
    await panel.receive({ kind: "cancel" });
    await measuring;
    assert.deepEqual(panel.state.activity, { kind: "cancelled" });
  });

  test("is over when its tab is closed", async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await until("the panel to be gone", async () => (await findPanel("HelloPython")) === undefined);
  });
});

function panelTabs(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("pilotlight.tune"),
  );
}

async function findPanel(functionName: string): Promise<TunePanel | undefined> {
  const { tuning } = await pilotLight();
  const workspace = await listedWorkspace();
  const fn = workspace.state.functions.find(({ name }) => name === functionName);
  return fn && tuning.of({ workspace, fn });
}

async function panelOf(functionName: string): Promise<TunePanel> {
  const panel = await findPanel(functionName);
  assert.ok(panel);
  return panel;
}

async function stateOf(functionName: string): Promise<PanelState> {
  return (await panelOf(functionName)).state;
}
