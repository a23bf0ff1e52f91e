import type { EnvironmentSummary } from "../runner/control/protocol.ts";
import { environmentName } from "./child-configuration.ts";

export interface EnvironmentThread {
  readonly id: number;
  readonly name: string;
}

/** Environments that are debugged as the threads of a session. */
export class EnvironmentThreads {
  readonly #threads = new Map<string, EnvironmentThread>();
  #lastId = 0;

  /** In the order in which they started. */
  get all(): EnvironmentThread[] {
    return [...this.#threads.values()];
  }

  /** The new thread of an environment; undefined when it has one. */
  add(environment: Pick<EnvironmentSummary, "functionName" | "environmentId">): EnvironmentThread | undefined {
    if (this.#threads.has(environment.environmentId)) return undefined;
    const thread = { id: ++this.#lastId, name: environmentName(environment) };
    this.#threads.set(environment.environmentId, thread);
    return thread;
  }

  /** The thread that an environment had, if it had one. */
  remove(environmentId: string): EnvironmentThread | undefined {
    const thread = this.#threads.get(environmentId);
    this.#threads.delete(environmentId);
    return thread;
  }
}
