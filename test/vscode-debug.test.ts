import { before, describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";
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

  test("the suite about debugging passes", async (t) => {
    const folder = newFolder(t);
    writeSuiteProject(folder);
    const options = { name: "debug", extensions, window: { folder }, suite: "debug", settings: suiteSettings } as const;
    await reportSuite(t, await VsCodeSession.open(t, options));
  });
});
