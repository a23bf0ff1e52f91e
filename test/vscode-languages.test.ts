import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
import { standInImageMap } from "./images/build-images.ts";
import { InstalledExtensions } from "./vscode/installed-extensions.ts";
import { VsCodeSession } from "./vscode/session.ts";

/** By what the wizard calls them. */
const languages = ["TypeScript", "Python", "Go", "Java"] as const;

const lacks = lacking("vscode", "container engine", "java image", "go", "java");

/** Somebody who tries one language after the other, without reading anything: AWS's images are stand-ins here. */
describe("From an empty folder to an invoked function", { skip: lacks, timeout: 400_000 }, () => {
  const scope = suiteScope();
  let session: VsCodeSession;

  before(async () => {
    const images = standInImageMap();
    // Java 21 runs what is compiled for 17, and so does its stand-in.
    const settings = {
      "pilotlight.engine": "container",
      "pilotlight.images": { ...images, java21: images["java17"] },
      "pilotlight.port": 0,
    };
    const extensions = await InstalledExtensions.install(scope);
    const window = { folder: newFolder(scope) };
    session = await VsCodeSession.open(scope, { name: "languages", extensions, window, settings });
    await session.workbench.openViewContainer("Lambda");
    await session.page.getByRole("button", { name: "New Function" }).waitFor();
  });

  for (const language of languages) {
    test(`in ${language}, which takes a few answers`, { timeout: 120_000 }, async (t) => {
      const { quickInput, notifications, editors } = session.workbench;
      const startedAt = performance.now();
      await quickInput.runCommand("Lambda: New Function…");
      await quickInput.pick(language);
      await quickInput.pick("HTTP API");
      await quickInput.titled("(3/5)");
      await quickInput.enter(`Hello${language}`);
      await quickInput.pick("512 MB");
      await quickInput.pick("x86_64");
      await notifications.answer(`Hello${language} is ready.`, "Invoke");
      await quickInput.pick(`events/hello-${eventFolders[language]}/get-hello-${eventFolders[language]}.json`);
      const result = editors.named(`Hello${language} · Result`);
      await result.waitForText(new RegExp(`^Hello${language} succeeded at`), 110_000);
      await result.waitForText(/"statusCode": 200/);
      t.diagnostic(
        `${language}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s from the first answer to the result`,
      );
      await session.screenshot(`hello-${language}`);
    });
  }

  test("without a mistake of the extension's", () => session.assertNoExtensionErrors());
});

/** As folders are called after `HelloTypeScript` and the others. */
const eventFolders = { TypeScript: "type-script", Python: "python", Go: "go", Java: "java" } as const;
