import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope, type Scope } from "./harness/scope.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { reportSuite } from "./vscode/report-suite.ts";
import { VsCodeSession } from "./vscode/session.ts";

const sample = join(import.meta.dirname, "..", "sample");

describe("in a real VS Code", { skip: lacking("vscode") }, () => {
  const scope = suiteScope();
  let extensions: InstalledExtensions;
  before(async () => {
    extensions = await InstalledExtensions.install(scope);
  });

  test("the suite about activation passes", async (t) => {
    const options = { name: "activation", extensions, window: "empty", suite: "activation" } as const;
    await reportSuite(t, await VsCodeSession.open(t, options));
  });

  test("the suite for a folder passes", async (t) => {
    const window = { folder: sampleProject(t) };
    await reportSuite(t, await VsCodeSession.open(t, { name: "folder", extensions, window, suite: "folder" }));
  });

  test("the suite for a workspace with several roots passes", async (t) => {
    const folder = newFolder(t);
    const roots = [sampleProject(t), sampleProject(t)];
    const workspaceFile = join(folder, "two.code-workspace");
    writeFileSync(workspaceFile, JSON.stringify({ folders: roots.map((path) => ({ path })) }));
    const window = { workspaceFile };
    await reportSuite(t, await VsCodeSession.open(t, { name: "multi-root", extensions, window, suite: "multi-root" }));
  });

  test("the suite for a folder that is not trusted passes", async (t) => {
    const options = { name: "untrusted", extensions, isTrusted: false, suite: "untrusted" } as const;
    await reportSuite(t, await VsCodeSession.open(t, { ...options, window: { folder: sampleProject(t) } }));
  });

  test("the suite for a window without a folder passes", async (t) => {
    await reportSuite(t, await VsCodeSession.open(t, { name: "empty", extensions, window: "empty", suite: "empty" }));
  });

  test("a person finds the functions of a folder, and the commands for them", async (t) => {
    const session = await VsCodeSession.open(t, { name: "person", extensions, window: { folder: sampleProject(t) } });
    const { workbench } = session;
    await workbench.openViewContainer("Lambda");
    await workbench.functions.row("HelloTypeScript").waitFor();
    const labels = (await workbench.functions.rows()).map(({ label }) => label);
    assert.deepEqual(labels, ["HelloTypeScript", "HelloPython"]);
    assert.ok((await workbench.functions.inlineActions("HelloPython")).includes("Invoke"));
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await session.useTheme(theme);
      await session.screenshot(`functions-${theme}`);
    }
    assert.ok((await workbench.quickInput.commandsFor("Lambda: New")).includes("Lambda: New Project…"));
    session.assertNoExtensionErrors();
  });
});

/** A copy of the sample project that a test may change, gone with it. */
function sampleProject(t: Scope): string {
  const folder = newFolder(t);
  cpSync(sample, folder, { recursive: true });
  return folder;
}
