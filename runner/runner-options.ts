import type { Credentials } from "./environment/environment-variables.ts";
import type { CodeTransfer } from "./engine/container/create-options.ts";
import type { Host } from "./host.ts";

/** Everything a person can say about a runner; `runner/cli/arguments.ts` makes it from a command line. */
export interface RunnerOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Templates named by the person; found in the workspace when there are none. */
  readonly templates: readonly string[];
  readonly parameterOverrides: Readonly<Record<string, string>>;
  /** SAM's `--env-vars` file. */
  readonly envVarsFile: string | undefined;
  /** `.env` files besides those beside the templates. */
  readonly envFiles: readonly string[];
  readonly engine: "auto" | "container" | "process";
  /** Runtime id → image, instead of AWS's own. */
  readonly images: Readonly<Record<string, string>>;
  readonly codeTransfer: "auto" | CodeTransfer;
  /** Of the Lambda API; 0 picks a free one. */
  readonly port: number;
  readonly region: string | undefined;
  /** Real ones, only because the person asked for it. */
  readonly credentials: Credentials | undefined;
  readonly accountConcurrency: number;
  readonly idleTimeoutMs: number;
  readonly host: Host;
}
