import type { Builder } from "../build/builder.ts";
import type { Engine } from "../engine/engine.ts";
import type { Credentials } from "./environment-variables.ts";
import type { Environment } from "./environment.ts";
import type { CompletedInvocation, LogLine } from "./invocation.ts";
import type { PreparerObserver } from "./preparer.ts";
import type { SpareLimits } from "./spares.ts";

export interface DispatcherOptions {
  /** Best first: a function runs on the first that can run it. */
  readonly engines: readonly [Engine, ...Engine[]];
  readonly builder: Builder;
  readonly region: string;
  readonly credentials: Credentials;
  /** The account's concurrency limit. */
  readonly accountConcurrency: number;
  /** An environment that was idle for so long is stopped. */
  readonly idleTimeoutMs: number;
  /** How many environments start at the same time. */
  readonly maxStarting: number;
  /** How long an invocation waits for room on this machine before it is throttled. */
  readonly queueLimitMs: number;
  readonly spareLimits: SpareLimits;
  /** Absolute path; where spares have a folder each for their code. */
  readonly stagesFolder: string;
  readonly observer: DispatcherObserver;
}

export interface DispatcherObserver extends PreparerObserver {
  onLog(line: LogLine): void;
  onInvocation(completed: CompletedInvocation): void;
  onEnvironment(environment: Environment): void;
  onBug(error: unknown): void;
}
