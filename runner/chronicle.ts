import type { BuildProgress } from "./build/builder.ts";
import type { RunnerEvent } from "./control/protocol.ts";
import type { DispatcherObserver } from "./environment/dispatcher-options.ts";
import type { PrepareProgress } from "./engine/engine.ts";
import type { EventHub } from "./event-hub.ts";
import type { AsyncQueueOptions } from "./events/async-queue.ts";
import type { LambdaFunction, Project } from "./model/function.ts";
import { startOfFile, type Problem } from "./model/problem.ts";
import type { ReloaderObserver } from "./reload/reloader.ts";
import { reportBug } from "./report-bug.ts";
import type { Store } from "./store/store.ts";

/** What happens in a runner is told to everybody who listens, and kept as far as it is history. */
export class Chronicle {
  readonly #hub: EventHub;
  readonly #store: Store;
  readonly #buildProblems = new Map<string, readonly Problem[]>();

  constructor(hub: EventHub, store: Store) {
    this.#hub = hub;
    this.#store = store;
  }

  /** By name of the function: why it can't be started, since its last build. */
  get buildProblems(): ReadonlyMap<string, readonly Problem[]> {
    return this.#buildProblems;
  }

  /** Of calls and environments. */
  dispatching(onInputs: DispatcherObserver["onInputs"]): DispatcherObserver {
    return {
      onLog: (line) => {
        this.#store.addLogLine(line);
        this.#hub.publish({ event: "log", ...line });
      },
      onInvocation: ({ record }) => {
        this.#store.addInvocation(record);
        this.#hub.publish({ event: "invocation", ...record });
      },
      onProgress: (fn, step) => this.progress(fn, step),
      onProblem: (problem) => this.#hub.publish({ event: "problem", ...problem }),
      onPrepared: (fn, errors) => {
        if (errors.length > 0) this.#buildProblems.set(fn.name, errors);
        else this.#buildProblems.delete(fn.name);
      },
      onInputs,
      onBug: reportBug,
      onEnvironment: ({ fn, id, state }) =>
        this.#hub.publish({
          event: "environment",
          functionName: fn.name,
          environmentId: id,
          state: state.kind,
          ...(state.kind === "stopped" ? { reason: state.reason } : {}),
        }),
    };
  }

  /** Of changes of the sources. */
  reloading(onProject: ReloaderObserver["onProject"]): ReloaderObserver {
    return {
      onProject,
      onReload: (report) => this.#hub.publish({ event: "reload", ...report }),
      onProblem: (problem) => this.#hub.publish({ event: "problem", ...problem }),
      onBug: reportBug,
    };
  }

  /** Of accepted events. */
  queueing(project: () => Project): Pick<AsyncQueueOptions, "onDelayed" | "onDropped" | "onBug"> {
    const tell = (code: string, message: string): void => this.#hub.publish(runnerProblem(project(), code, message));
    return {
      onDelayed: ({ functionName, invocation }, reason) =>
        tell("event-delayed", `The event ${invocation.requestId} for ${functionName} will be tried again: ${reason}`),
      onDropped: ({ functionName, invocation }, reason) =>
        tell("event-dropped", `The event ${invocation.requestId} for ${functionName} was given up: ${reason}`),
      onBug: reportBug,
    };
  }

  progress(fn: LambdaFunction, step: PrepareProgress | BuildProgress): void {
    this.#hub.publish({ event: "progress", functionName: fn.name, ...step });
  }

  /** The templates were read again. */
  projectChanged(from: Project, to: Project): void {
    const before = from.functions.map(({ name }) => name);
    const after = to.functions.map(({ name }) => name);
    for (const name of this.#buildProblems.keys()) if (!after.includes(name)) this.#buildProblems.delete(name);
    this.#hub.publish({
      event: "project",
      added: after.filter((name) => !before.includes(name)),
      removed: before.filter((name) => !after.includes(name)),
    });
  }
}

/** A note about the runner itself, in the form of a problem, so that everybody who shows problems shows it. */
export function runnerProblem(project: Project, code: string, message: string): RunnerEvent {
  const file = project.templates[0] ?? project.root;
  return { event: "problem", code, severity: "warning", message, hint: "", file, range: startOfFile };
}
