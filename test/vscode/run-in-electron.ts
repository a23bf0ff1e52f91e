/**
 * Runs the in-host suites in the VS Code that people have, which is downloaded: `npm run test:electron [SUITE …]`, after
 * `npm run build`. The extension is the one of this folder, not its VSIX. Needs a display, such as `xvfb-run` gives.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { bundleSuite, suiteNames, type SuiteName } from "./bundle-suite.ts";
import { suiteSettings, untrustedSettings, writeSuiteProject } from "./suite-project.ts";
import { SuiteResults } from "./suite-results.ts";
import { settingsWith } from "./user-settings.ts";

const root = join(import.meta.dirname, "..", "..");
const asked = process.argv.slice(2);
for (const name of suiteNames.filter((name) => asked.length === 0 || asked.includes(name))) {
  console.log(`\n${name}`);
  if (!(await passes(name))) process.exitCode = 1;
}

async function passes(name: SuiteName): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-electron-"));
  try {
    const userData = join(folder, "user-data");
    mkdirSync(join(userData, "User"), { recursive: true });
    writeFileSync(join(userData, "User", "settings.json"), settingsWith("dark", suiteSettings));
    const results = join(folder, "results.jsonl");
    const code = await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleSuite(name, folder),
      extensionTestsEnv: { PILOTLIGHT_SUITE_RESULTS: results, XDG_STATE_HOME: join(folder, "state") },
      launchArgs: [
        ...windowOf(name, folder),
        "--disable-extensions",
        ...(name === "untrusted" ? [] : ["--disable-workspace-trust"]),
        `--user-data-dir=${userData}`,
      ],
    }).catch(exitCodeOf);
    for (const line of await new SuiteResults(results).all(AbortSignal.timeout(0))) {
      console.log(
        line.kind === "note" ? `  ${line.text}` : `  ${line.state}: ${line.title}\n${line.stack ?? ""}`.trimEnd(),
      );
    }
    return code === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a window is opened with: a project, two of them, or nothing. */
function windowOf(name: SuiteName, folder: string): string[] {
  const project = (copy: string, settings?: Readonly<Record<string, unknown>>): string => {
    writeSuiteProject(join(folder, copy), settings);
    return join(folder, copy);
  };
  switch (name) {
    case "folder":
    case "debug":
      return [project("project")];
    case "untrusted":
      return [project("project", untrustedSettings)];
    case "multi-root": {
      const workspaceFile = join(folder, "two.code-workspace");
      const folders = ["project-1", "project-2"].map((copy) => ({ path: project(copy) }));
      writeFileSync(workspaceFile, JSON.stringify({ folders }));
      return [workspaceFile];
    }
    case "activation":
    case "empty":
      return [];
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Error && "code" in error && typeof error.code === "number") return error.code;
  throw error;
}
