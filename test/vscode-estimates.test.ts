import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { writeEstimatesProject } from "./vscode/estimates-project.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { VsCodeSession } from "./vscode/session.ts";
import { suiteSettings } from "./vscode/suite-project.ts";
import type { Workbench } from "./vscode/pages/workbench.ts";

/** One window, in which a function runs for the first time, changes for the worse, and is looked at in its template. */
describe("Figures beside the code", { skip: lacking("vscode"), timeout: 240_000 }, () => {
  const scope = suiteScope();
  const folder = newFolder(scope);
  let session: VsCodeSession;
  let workbench: Workbench;

  before(async () => {
    writeEstimatesProject(folder);
    const extensions = await InstalledExtensions.install(scope);
    const window = { folder };
    session = await VsCodeSession.open(scope, { name: "estimates", extensions, window, settings: suiteSettings });
    workbench = session.workbench;
    await workbench.hideSideBar();
  });

  test("are there before the first call, and say what is estimated and what is not known", async () => {
    await workbench.openFile("hello-typescript/src/app.ts");
    const line = await workbench.lenses.text("not run yet");
    assert.match(line, /^invoke \| debug \| cold ~\d+ ms · 256 MB · cost unknown · not run yet$/);
    const figures = workbench.lenses.withText("not run yet").locator("span", { hasText: "cold" });
    assert.match((await figures.getAttribute("title")) ?? "", /^Cold start: .* Rest the pointer on the name below/);
    await session.screenshot("lens-before-a-run");
  });

  test("are explained where the pointer rests on the handler", async () => {
    const shown = await workbench.editors.hover("function handler", /^handler$/);
    assert.match(shown, /^HelloTypeScript · nodejs24\.x · x86_64 · 256 MB · [^]*Run it once/);
    await session.screenshot("hover-before-a-run");
    await session.page.keyboard.press("Escape");
  });

  test("are measured after a call by the lens, which stays where it is", async () => {
    const places = await workbench.lenses.watchPlace("256 MB");
    await workbench.lenses.click("not run yet", "invoke");
    await workbench.quickInput.pick("events/hello.json");
    await workbench.editors.named("HelloTypeScript · Result").waitForText(/HelloTypeScript succeeded at/);
    const line = await workbench.lenses.text("1 run");
    assert.match(line, /^invoke \| debug \| cold ~[\d.]+ m?s · \d+ of 256 MB · \$[\d.]+ per million · 1 run$/);
    assert.equal((await places()).length, 1);
    await workbench.openFile("hello-typescript/src/app.ts");
    await session.screenshot("lens-after-a-run");
    await workbench.quickInput.runCommand("Lambda: Repeat Last Invocation");
    await workbench.lenses.withText("2 runs").waitFor();
    const [place, ...others] = await places();
    assert.equal(typeof place, "number");
    assert.deepEqual(others, []);
  });

  test("mark an init that a save has made longer", async () => {
    const source = readFileSync(join(folder, "hello-typescript", "src", "app.ts"), "utf8");
    await workbench.openFile("hello-typescript/src/app.ts");
    await workbench.editors.replaceAll(source.replace("let invocations", `${slowStart}\nlet invocations`));
    await workbench.editors.goToStart();
    await workbench.quickInput.runCommand("Lambda: Repeat Last Invocation");
    const line = await workbench.lenses.text("since last save");
    assert.match(line, /^invoke \| debug \| ▲ \+[\d.]+ m?s init since last save · cold ~[\d.]+ m?s · .* · 1 run$/);
    await session.screenshot("lens-after-a-regression");
  });

  test("stand in the template behind settings, and above its functions and all of them", async () => {
    await workbench.openFile("template.yaml");
    await workbench.lenses.withText("a month at 1M calls").waitFor();
    await workbench.editors.waitForText(/MemorySize: 256.*peak/);
    await session.screenshot("template");
    await workbench.editors.goToLine(70);
    await workbench.editors.waitForText(/MemorySize: 1024\s*0.58 vCPU/);
    await workbench.editors.waitForText(/Architectures: \[x86_64\]\s*arm64 costs 20 % less per GB-second/);
    await workbench.editors.waitForText(/Size: 1024\s*\$0\.\d+ per million seconds/);
    await workbench.editors.waitForText(/ProvisionedConcurrentExecutions: 2\s*\$21\.90 a month, called or not/);
    await session.screenshot("template-settings");
    assert.match(await workbench.editors.hover("MemorySize: 1024", /vCPU/), /^MemorySize: 0\.58 vCPU[^]*Reports/);
    await session.screenshot("template-hover");
    await session.page.keyboard.press("Escape");
  });

  test("are joined by what rules find, which a quick fix mends", async () => {
    await workbench.openFile("template.yaml");
    await workbench.editors.goToLine(81);
    await session.page.locator(".squiggly-info").first().waitFor();
    await session.page.keyboard.press("F8");
    await workbench.editors.waitForProblem("Nobody waits for Reports when a schedule calls it");
    await session.screenshot("finding");
    await session.page.keyboard.press("Escape");
    await workbench.editors.openQuickFixes();
    await session.screenshot("quick-fixes");
    await workbench.editors.quickFix("Keep failed events in a queue that SAM makes");
    await session.page.locator(".squiggly-info").first().waitFor({ state: "detached" });
    await session.screenshot("after-a-quick-fix");
  });

  test("say what an import costs, once its function was called", async () => {
    await workbench.openFile("reports/src/app.ts");
    await workbench.lenses.click("not run yet", "invoke");
    await workbench.quickInput.pick("Empty event");
    await workbench.editors.named("Reports · Result").waitForText(/Reports succeeded at/);
    await workbench.openFile("reports/src/app.ts");
    await workbench.editors.waitForText(/from "\.\/table\.ts";\s*\+[\d.]+ m?s/);
    await session.screenshot("import-cost");
  });

  test("look right in each theme", async () => {
    await workbench.openFile("template.yaml");
    await workbench.editors.goToLine(74);
    for (const theme of ["light", "high-contrast", "dark"] as const) {
      await session.useTheme(theme);
      await session.screenshot(`template-${theme}`);
    }
    await workbench.openFile("reports/src/app.ts");
  });

  test("without a mistake of the extension's", () => session.assertNoExtensionErrors());

  test("are those of the calls before, in a window that has just opened", async () => {
    await workbench.quickInput.runCommand("Developer: Reload Window");
    // All of VS Code starts anew.
    await workbench.lenses.withText("1 run").waitFor({ timeout: 90_000 });
    const line = await workbench.lenses.text(/ · 1 run$/);
    assert.match(line, /^invoke \| debug \| cold ~[\d.]+ m?s · \d+ of 1024 MB · \$[\d.]+ per million · 1 run$/);
    await session.screenshot("lens-in-a-new-window");
  });
});

/** More work at init than any machine has without it: what differs less than runs do is not marked. */
const slowStart = "for (const end = Date.now() + 1000; Date.now() < end;);";
