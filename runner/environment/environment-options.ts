import type { Engine } from "../engine/engine.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { Debugging } from "./debugging.ts";
import type { Credentials } from "./environment-variables.ts";
import type { Environment } from "./environment.ts";
import type { LogLine } from "./invocation.ts";

export interface EnvironmentOptions {
  readonly fn: LambdaFunction;
  readonly engine: Engine;
  /** Where spares have a folder each for the code they will run. */
  readonly stagesFolder: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Set when it is to wait for a debugger. */
  readonly debugging: Debugging | undefined;
  /** What is not its debugger's of the memory that it takes when it waits for that, in MB; undefined if nobody knows. */
  readonly plainMb: number | undefined;
  readonly onLog: (line: LogLine) => void;
  /** Called after each change of `state`. */
  readonly onStateChanged: (environment: Environment) => void;
}
