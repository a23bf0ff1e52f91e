import type { Credentials } from "./environment/environment-variables.ts";
import type { SpareLimits } from "./environment/spares.ts";
import type { WatchOptions } from "./reload/reloader.ts";
import type { EngineOptions } from "./engine/choose-engines.ts";

/** Everything a person can say about a runner; `runner/cli/arguments.ts` makes it from a command line. */
export interface RunnerOptions extends Pick<EngineOptions, "engine" | "images" | "codeTransfer" | "host"> {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Templates named by the person; found in the workspace when there are none. */
  readonly templates: readonly string[];
  readonly parameterOverrides: Readonly<Record<string, string>>;
  /** SAM's `--env-vars` file. */
  readonly envVarsFile: string | undefined;
  /** `.env` files besides those beside the templates. */
  readonly envFiles: readonly string[];
  /** Of the Lambda API; 0 picks a free one. */
  readonly port: number;
  readonly region: string | undefined;
  /** Real ones, only because the person asked for it. */
  readonly credentials: Credentials | undefined;
  readonly accountConcurrency: number;
  readonly idleTimeoutMs: number;
  /** Whether clients may have it measure starts and imports in the background, which runs what functions import. */
  readonly mayMeasure: boolean;
  /** Undefined to reload nothing. */
  readonly reload: ReloadOptions | undefined;
}

export interface ReloadOptions extends WatchOptions {
  readonly spareLimits: SpareLimits;
}
