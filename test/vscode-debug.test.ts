import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { standInImageMap } from "./images/build-images.ts";
import { cacheRoot } from "./images/cached-folder.ts";
import { writeDebugProject } from "./vscode/debug-project.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { reportSuite } from "./vscode/report-suite.ts";
import { VsCodeSession } from "./vscode/session.ts";
import { suiteSettings, writeSuiteProject } from "./vscode/suite-project.ts";

describe("debugging in a real VS Code", { skip: lacking("vscode") }, () => {
  const scope = suiteScope();
  let extensions: InstalledExtensions;
  before(async () => {
    extensions = await InstalledExtensions.install(scope);
  });

  for (const engine of ["process", "container"] as const) {
    const skip = engine === "container" && lacking("container engine");
    test(`the suite about debugging passes on the ${engine} engine`, { skip }, async (t) => {
      const folder = newFolder(t);
      // Code is mounted into containers whose user is somebody else.
      chmodSync(folder, 0o755);
      writeDebugProject(folder);
      const images = engine === "container" ? standInImageMap() : {};
      const settings = { ...suiteSettings, "pilotlight.engine": engine, "pilotlight.images": images };
      const options = { name: `debug-${engine}`, extensions, window: { folder }, suite: "debug", settings } as const;
      // debugpy is installed there once.
      const env = { XDG_CACHE_HOME: cacheRoot };
      await reportSuite(t, await VsCodeSession.open(t, { ...options, env }));
    });
  }

  test("a person stops a function by a click beside its line, and sees where it stands", async (t) => {
    const folder = newFolder(t);
    writeSuiteProject(folder);
    const options = { name: "debug-person", extensions, window: { folder }, settings: suiteSettings } as const;
    const session = await VsCodeSession.open(t, options);
    const { page, workbench } = session;
    await workbench.openViewContainer("Lambda");
    await workbench.functions.inlineAction("HelloTypeScript", "Open Handler");
    await workbench.editors.waitForText("export async function handler");
    const number = await page.locator(".margin-view-overlays .line-numbers", { hasText: /^21$/ }).boundingBox();
    assert.ok(number);
    // Breakpoints are in the margin left of the numbers.
    await page.mouse.click(number.x - 8, number.y + number.height / 2);
    await page.locator(".codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified").first().waitFor();
    await workbench.functions.inlineAction("HelloTypeScript", "Debug");
    await workbench.quickInput.pick("events/hello.json");
    await page.locator(".debug-top-stack-frame-line").first().waitFor();
    await page.getByText("Paused on breakpoint").first().waitFor();
    await page.locator(".monaco-tl-row", { hasText: "HelloTypeScript " }).first().waitFor();
    await session.screenshot("stopped");
    await page.keyboard.press("F5");
    await workbench.editors.tab("HelloTypeScript · Result").waitFor();
    await session.screenshot("answered");
    await workbench.quickInput.runCommand("Debug Console: Focus on Debug Console View");
    const greeting = page.locator(".repl .monaco-list-row", { hasText: "Greeting " });
    // At the right end of the line, and leads there.
    await greeting.locator(".source", { hasText: "app.ts:21" }).waitFor();
    assert.equal(await greeting.count(), 1);
    await session.screenshot("log");
    session.assertNoExtensionErrors();
  });
});
