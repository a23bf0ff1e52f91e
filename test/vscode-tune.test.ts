import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { keepPicture } from "./vscode/kept-pictures.ts";
import { TunePage } from "./vscode/pages/tune-page.ts";
import { VsCodeSession } from "./vscode/session.ts";

const handler = `export const handler = async () => {
  let sum = 0;
  for (let step = 0; step < 20_000_000; step++) sum = (sum * 31 + step) | 0;
  await new Promise((resolve) => setTimeout(resolve, 40));
  return sum;
};
`;

describe("the tuning panel, as a person uses it", { skip: lacking("vscode") }, () => {
  const scope = suiteScope();

  test("shows and applies memory sizes, by keyboard and in every theme", { timeout: 120_000 }, async (t) => {
    const folder = newFolder(t);
    const properties = {
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      CodeUri: "src",
      MemorySize: 256,
      Timeout: 20,
    };
    writeProject(folder, { functions: { Report: properties }, files: { "src/index.mjs": handler } });
    const settings = { "pilotlight.engine": "process" };
    const extensions = await InstalledExtensions.install(scope);
    const session = await VsCodeSession.open(t, { name: "tune", extensions, window: { folder }, settings });
    const { workbench } = session;
    const panel = new TunePage(session.page);
    await workbench.openViewContainer("Lambda");
    await workbench.functions.contextMenu("Report", "Tune Memory");
    await workbench.quickInput.pick("Empty event");
    await panel.waitForStatus(/^Computed from \d+ warm runs\.$/);

    assert.match(await panel.advice(), /^\d+ MB is recommended: a call takes .* instead of /);
    assert.ok((await panel.sizes()).includes("10240 MB"));
    for (const [theme, kind] of themes) {
      await session.useTheme(theme);
      await panel.waitForTheme(kind);
      keepPicture(`tune-${theme}`, await session.screenshot(`tune-${theme}`));
    }

    await panel.pressInChart("End");
    assert.match(await panel.chosen(), /^10240 MB, .* per million calls on x86_64/);
    await panel.pressInChart("ArrowLeft");
    await panel.button("Apply 8192 MB").click();
    await panel.waitForStatus(/gives Report 8192 MB now\.$/);
    assert.match(readFileSync(join(folder, "template.yaml"), "utf8"), /MemorySize"?: 8192/);
    await panel.button("8192 MB, as now").waitFor();
    session.assertNoExtensionErrors();
  });
});

const themes = [
  ["light", "vscode-light"],
  ["high-contrast", "vscode-high-contrast"],
  ["dark", "vscode-dark"],
] as const;
