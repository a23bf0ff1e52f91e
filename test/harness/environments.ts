import { RunnerClient } from "../../runner/control/client.ts";
import type { RunnerEvent } from "../../runner/control/protocol.ts";
import { stateFolderOf } from "./runner-process.ts";
import type { RunningProject } from "./running-project.ts";
import type { Scope } from "./scope.ts";

type EnvironmentEvent = Extract<RunnerEvent, { event: "environment" }>;

/** What the control channel tells about a running project's environments. */
export class Environments {
  readonly #events: EnvironmentEvent[] = [];
  #lookers: (() => void)[] = [];

  /** Sees what becomes of environments from now on. */
  static async watch(scope: Scope, project: RunningProject): Promise<Environments> {
    const control = await RunnerClient.find(stateFolderOf(project.folder));
    if (!control) throw new Error("The runner's control channel does not answer");
    scope.after(() => control.dispose());
    const environments = new Environments();
    control.onEvent((event) => {
      if (event.event === "environment") environments.#add(event);
    });
    await control.subscribe(["environment"]);
    return environments;
  }

  private constructor() {}

  /** The states of a function's environments, each once, those that have stopped included. */
  statesOf(functionName: string): EnvironmentEvent["state"][] {
    const own = this.#events.filter((event) => event.functionName === functionName);
    return [...new Map(own.map(({ environmentId, state }) => [environmentId, state])).values()];
  }

  /** Resolves once the states of a function's environments are as asked for. */
  async until(functionName: string, isSo: (states: readonly EnvironmentEvent["state"][]) => boolean): Promise<void> {
    while (!isSo(this.statesOf(functionName))) {
      await new Promise<void>((resolve) => this.#lookers.push(resolve));
    }
  }

  #add(event: EnvironmentEvent): void {
    this.#events.push(event);
    const lookers = this.#lookers;
    this.#lookers = [];
    for (const look of lookers) look();
  }
}
