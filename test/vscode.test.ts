import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { findPart, lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope, type Scope } from "./harness/scope.ts";
import { standInImageMap } from "./images/build-images.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { reportSuite } from "./vscode/report-suite.ts";
import { VsCodeSession } from "./vscode/session.ts";
import { suiteSettings, untrustedSettings, writeSuiteProject } from "./vscode/suite-project.ts";

/** The suites call functions in containers where there are images for it. */
const images = "path" in findPart("container engine") ? standInImageMap() : {};
const settings = { ...suiteSettings, "pilotlight.images": images };

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
    const window = { folder: suiteProject(t) };
    const options = { name: "folder", extensions, window, suite: "folder", settings } as const;
    await reportSuite(t, await VsCodeSession.open(t, options));
  });

  test("the suite for a workspace with several roots passes", async (t) => {
    const folder = newFolder(t);
    const roots = [suiteProject(t), suiteProject(t)];
    const workspaceFile = join(folder, "two.code-workspace");
    writeFileSync(workspaceFile, JSON.stringify({ folders: roots.map((path) => ({ path })) }));
    const window = { workspaceFile };
    const options = { name: "multi-root", extensions, window, suite: "multi-root", settings } as const;
    await reportSuite(t, await VsCodeSession.open(t, options));
  });

  test("the suite for a folder that is not trusted passes", async (t) => {
    const window = { folder: suiteProject(t, untrustedSettings) };
    const options = { name: "untrusted", extensions, isTrusted: false, suite: "untrusted", settings } as const;
    const session = await VsCodeSession.open(t, { ...options, window });
    await reportSuite(t, session);
    await session.workbench.notifications.withText("runs before you trust it").waitFor();
  });

  test("the suite for a window without a folder passes", async (t) => {
    const options = { name: "empty", extensions, window: "empty", suite: "empty" } as const;
    const session = await VsCodeSession.open(t, options);
    await reportSuite(t, session);
    await session.workbench.notifications.withText("A function needs a folder to be in.").waitFor();
  });

  test("a person finds the functions of a folder, and the commands for them", async (t) => {
    const session = await VsCodeSession.open(t, { name: "person", extensions, window: { folder: suiteProject(t) } });
    const { workbench } = session;
    await workbench.openViewContainer("Lambda");
    await workbench.functions.row("HelloTypeScript").waitFor();
    const labels = (await workbench.functions.rows()).map(({ label }) => label);
    assert.deepEqual(labels, ["HelloTypeScript", "HelloPython", "Trouble"]);
    assert.ok((await workbench.functions.inlineActions("HelloPython")).includes("Invoke"));
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await session.useTheme(theme);
      await session.screenshot(`functions-${theme}`);
    }
    assert.ok((await workbench.quickInput.commandsFor("Lambda: New")).includes("Lambda: New Project…"));
    session.assertNoExtensionErrors();
  });

  test("a person goes through five hundred functions, and calls the last", async (t) => {
    const window = { folder: manyFunctions(t, 500) };
    const session = await VsCodeSession.open(t, { name: "many", extensions, window, settings: suiteSettings });
    const { workbench, page } = session;
    await workbench.openViewContainer("Lambda");
    await workbench.functions.row("Function000").click();
    await page.keyboard.press("End");
    await workbench.functions.inlineAction("Function499", "Invoke");
    await workbench.quickInput.pick("Empty event");
    await workbench.editors.named("Function499 · Result").waitForText(/Function499 succeeded at/);
    await workbench.functions.waitForDescription("Function499", /ms.* · idle$/);
    await session.screenshot("many");
    session.assertNoExtensionErrors();
  });
});

/** A template with as many functions as a large project has in all. */
function manyFunctions(t: Scope, count: number): string {
  const folder = newFolder(t);
  const names = Array.from({ length: count }, (_none, index) => `Function${String(index).padStart(3, "0")}`);
  const entry = (name: string): string =>
    `  ${name}:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n      Handler: app.handler\n      CodeUri: code/\n`;
  const header = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
  writeFileSync(join(folder, "template.yaml"), header + names.map(entry).join(""));
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code", "app.py"), "def handler(event, context):\n    return event\n");
  return folder;
}

/** A project that a test may change, gone with it. */
function suiteProject(t: Scope, settings?: Readonly<Record<string, unknown>>): string {
  const folder = newFolder(t);
  writeSuiteProject(folder, settings);
  return folder;
}
