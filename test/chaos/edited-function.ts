import assert from "node:assert/strict";
import { KeepAliveClient } from "../harness/keep-alive-client.ts";
import type { TestProject } from "../harness/project.ts";
import type { RunningProject } from "../harness/running-project.ts";
import { reloadOf, Saves, type ReloadLine } from "../harness/saves.ts";

/** One call, as its caller saw it. */
export interface Call {
  readonly requestId: string;
  /** How many reloads had been told of when it was made. */
  readonly afterReloads: number;
  /** Of the code that ran, as the code itself said. */
  readonly version: number;
  /** It ran code that throws when it is loaded. */
  readonly isBroken: boolean;
}

/** A function that says which version of its code runs, is edited again and again, and called all the time. */
export class EditedFunction {
  static readonly project: TestProject = {
    files: { "src/app.ts": good(1), "src/part.ts": part(1) },
    functions: { Edited: { CodeUri: "src", Handler: "app.handler", Metadata: { BuildMethod: "esbuild" } } },
    defaults: { Runtime: "nodejs24.x", Timeout: 30, MemorySize: 256 },
  };

  /** Versions that throw when they are loaded. */
  readonly broken = new Set<number>();
  readonly #project: RunningProject;
  readonly #saves: Saves;
  readonly #calls: Call[] = [];
  readonly #reloads: ReloadLine[] = [];
  /** Lines of the runner that were looked at for reloads. */
  #linesRead = 0;
  #workers: Promise<void>[] = [];
  #isLoaded = false;
  #onCall: (call: Call) => void = () => undefined;

  constructor(project: RunningProject) {
    this.#project = project;
    this.#saves = new Saves(project);
  }

  /** Those that have taken effect. */
  get reloads(): readonly ReloadLine[] {
    const lines = this.#saves.lines.slice(this.#linesRead);
    this.#linesRead += lines.length;
    for (const line of lines) {
      const reload = reloadOf(line);
      if (reload && reload.functions.length > 0) this.#reloads.push(reload);
    }
    return this.#reloads;
  }

  /** Saves a version, `kind` (0 to 1) choosing how; waits, if asked to, until it has taken effect or was refused. */
  async edit(version: number, kind: number, waits: boolean): Promise<void> {
    if (kind >= 0.1 && kind < 0.2) this.broken.add(version);
    const save = (): void => {
      if (kind < 0.1) this.#saves.write("src/app.ts", "export const handler = async () => {{{\n");
      else if (kind < 0.2) this.#saves.write("src/app.ts", throwing(version));
      else {
        this.#saves.write("src/app.ts", good(version));
        if (kind > 0.8) this.#saves.write("src/part.ts", part(version));
      }
    };
    if (waits) await this.#saves.after(save);
    else save();
  }

  startLoad(inFlight: number): void {
    this.#isLoaded = true;
    const url = `${this.#project.runner.lambdaApi}/2015-03-31/functions/Edited/invocations`;
    this.#workers = Array.from({ length: inFlight }, async () => {
      using client = new KeepAliveClient(url, 1);
      while (this.#isLoaded) await this.#call(client);
    });
  }

  /** Resolves once a call has been served by this version. */
  served(version: number): Promise<void> {
    return new Promise((resolve) => {
      this.#onCall = (call) => {
        if (call.version === version) resolve();
      };
    });
  }

  async stopLoad(): Promise<readonly Call[]> {
    this.#isLoaded = false;
    await Promise.all(this.#workers);
    return this.#calls;
  }

  /** Calls that ran an older version than a build that was ready before they were made. */
  outdated(calls: readonly Call[]): Call[] {
    const versions = this.#versionsByBuild(calls);
    // A reload that no call was served by says nothing of its version, but the one before it does.
    let newest = 0;
    const leastAfter = this.reloads.map(({ build }) => {
      newest = Math.max(newest, ...(versions.get(build) ?? []));
      return newest;
    });
    return calls.filter(({ version, afterReloads }) => version < (leastAfter[afterReloads - 1] ?? 0));
  }

  /** Builds that ran code of more than one version. */
  ambiguousBuilds(calls: readonly Call[]): string[] {
    return [...this.#versionsByBuild(calls)].filter(([, versions]) => versions.size > 1).map(([build]) => build);
  }

  #versionsByBuild(calls: readonly Call[]): Map<string, Set<number>> {
    const buildOf = new Map(
      this.#saves.lines
        .filter(({ event }) => event === "invocation")
        .map((line) => [String(line["requestId"]), String(line["build"])]),
    );
    const versions = new Map<string, Set<number>>();
    for (const { requestId, version } of calls) {
      const build = buildOf.get(requestId);
      assert.ok(build, `No record of the call ${requestId}`);
      versions.set(build, (versions.get(build) ?? new Set()).add(version));
    }
    return versions;
  }

  async #call(client: KeepAliveClient): Promise<void> {
    const afterReloads = this.reloads.length;
    const { status, body, headers } = await client.post("{}");
    assert.equal(status, 200, body);
    const isBroken = headers["x-amz-function-error"] !== undefined;
    const [, version] = /version (\d+)/.exec(body) ?? [];
    assert.ok(version, body);
    const call = { requestId: String(headers["x-amzn-requestid"]), afterReloads, version: Number(version), isBroken };
    this.#calls.push(call);
    this.#onCall(call);
  }
}

function good(version: number): string {
  return `import { part } from "./part.ts";
export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return \`version ${version}, part \${part}\`;
};
`;
}

function throwing(version: number): string {
  return `throw new Error("version ${version} is broken");\nexport const handler = async () => {};\n`;
}

function part(version: number): string {
  return `export const part = ${version};\n`;
}
