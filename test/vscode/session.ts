import { randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { newFolder } from "../harness/runner-process.ts";
import { innerScope, type Scope } from "../harness/scope.ts";
import { bundleSuite, type SuiteName } from "./bundle-suite.ts";
import { openPage } from "./browser.ts";
import { startCodeServer } from "./code-server-process.ts";
import { extensionErrors } from "./extension-errors.ts";
import type { InstalledExtensions } from "./installed-extensions.ts";
import { Workbench } from "./pages/workbench.ts";
import { endProcessesOf, sessionVariable } from "./processes-of-session.ts";
import { SuiteResults } from "./suite-results.ts";
import { settingsWith, themes, type Theme } from "./user-settings.ts";

/** Pictures and logs of the last run; one folder a session. Not in git. */
const artefactsRoot = join(import.meta.dirname, "..", "..", "test-artefacts");

export interface SessionOptions {
  /** Names the folder of its artefacts. */
  readonly name: string;
  readonly extensions: InstalledExtensions;
  /** What the window shows. */
  readonly window: { readonly folder: string } | { readonly workspaceFile: string } | "empty";
  /** False turns workspace trust on, and the window's folder is not trusted. Trusted if not given. */
  readonly isTrusted?: boolean;
  /** Dark if not given. */
  readonly theme?: Theme;
  /** Added to the user's settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of VS Code and so of the extension. */
  readonly env?: Readonly<Record<string, string>>;
  /** Runs in the extension host as soon as the window is there. */
  readonly suite?: SuiteName;
}

/** A window of a real VS Code with the VSIX installed, and with a user, state and settings of its own. */
export class VsCodeSession {
  readonly page: Page;
  readonly workbench: Workbench;
  /** Results of `suite`. */
  readonly results: SuiteResults;
  /** Home of the session's user: state folders are inside. */
  readonly home: string;
  readonly #artefacts: string;

  private constructor(page: Page, home: string, artefacts: string) {
    this.page = page;
    this.workbench = new Workbench(page);
    this.home = home;
    this.results = new SuiteResults(resultsFile(home));
    this.#artefacts = artefacts;
  }

  /** Everything that it starts, and what the extension starts in it, ends with the scope. */
  static async open(outer: Scope, options: SessionOptions): Promise<VsCodeSession> {
    const scope = innerScope(outer);
    const home = newFolder(scope);
    const artefacts = join(artefactsRoot, options.name);
    rmSync(artefacts, { recursive: true, force: true });
    mkdirSync(artefacts, { recursive: true });
    const id = randomUUID();
    scope.after(() => keepLogs(home, artefacts));
    scope.after(() => endProcessesOf(id));

    const userData = userDataFolder(home);
    mkdirSync(join(userData, "User"), { recursive: true });
    writeFileSync(settingsFile(home), settingsWith(options.theme ?? "dark", options.settings ?? {}));
    // VS Code takes its environment from a login shell, whose PATH would be the system's.
    writeFileSync(join(home, ".profile"), `export PATH='${process.env["PATH"] ?? ""}'\n`);
    const extensions = join(home, "extensions");
    options.extensions.copyTo(extensions);
    const args = ["--user-data-dir", userData, "--extensions-dir", extensions];
    if (options.isTrusted ?? true) args.push("--disable-workspace-trust");

    const env: Record<string, string> = { ...userEnvironment(home), [sessionVariable]: id, ...options.env };
    if (options.suite !== undefined) {
      env["PILOTLIGHT_SUITE_BUNDLE"] = await bundleSuite(options.suite, home);
      env["PILOTLIGHT_SUITE_RESULTS"] = resultsFile(home);
    }
    const server = await startCodeServer(scope, { args, env, log: join(artefacts, "code-server.log") });
    const page = await openPage(scope, `${server}/?${queryOf(options.window)}`, join(artefacts, "page.log"));
    // What it looked like when a test failed.
    scope.after(() => page.screenshot({ path: join(artefacts, "last.png") }));
    return new VsCodeSession(page, home, artefacts);
  }

  /** Changes the colours of the window as a person would. */
  async useTheme(theme: Theme): Promise<void> {
    const { quickInput } = this.workbench;
    await quickInput.runCommand("Preferences: Color Theme");
    await quickInput.enter(themes[theme].label);
    await this.page.locator(`.monaco-workbench.${themes[theme].cssClass}`).waitFor();
    await quickInput.closed();
  }

  /** @throws Error with what went wrong in our extension so far and nobody caught */
  assertNoExtensionErrors(): void {
    const errors = extensionErrors(userDataFolder(this.home));
    if (errors.length > 0)
      throw new Error(`VS Code has logged ${errors.length} errors of the extension:\n${errors.join("")}`);
  }

  /** @returns path of the picture, a PNG among the session's artefacts */
  async screenshot(name: string): Promise<string> {
    const path = join(this.#artefacts, `${name}.png`);
    await this.page.screenshot({ path, animations: "disabled", caret: "hide" });
    return path;
  }
}

function queryOf(window: SessionOptions["window"]): string {
  if (window === "empty") return "ew=true";
  return String(
    new URLSearchParams("folder" in window ? { folder: window.folder } : { workspace: window.workspaceFile }),
  );
}

/** This process's environment with a home of its own. */
function userEnvironment(home: string): Record<string, string> {
  const { PATH = "", LANG = "C.UTF-8", DOCKER_HOST } = process.env;
  return {
    PATH,
    LANG,
    ...(DOCKER_HOST === undefined ? {} : { DOCKER_HOST }),
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_STATE_HOME: join(home, "state"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_DATA_HOME: join(home, "data"),
  };
}

function userDataFolder(home: string): string {
  return join(home, "user-data");
}

function settingsFile(home: string): string {
  return join(userDataFolder(home), "User", "settings.json");
}

function resultsFile(home: string): string {
  return join(home, "results.jsonl");
}

/** VS Code's own logs: of the extension host, and each output channel. */
function keepLogs(home: string, artefacts: string): void {
  const logs = join(userDataFolder(home), "logs");
  if (existsSync(logs)) cpSync(logs, join(artefacts, "logs"), { recursive: true });
}
