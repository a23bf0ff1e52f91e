import type { DebugParams, DebugReply, RunnerEvent } from "../control/protocol.ts";
import type { Engine } from "../engine/engine.ts";
import { debuggerLimits } from "../environment/await-debugger.ts";
import { Debugging, type DebuggingObserver } from "../environment/debugging.ts";
import type { DebugSwitch } from "../environment/debug-switch.ts";
import type { Environment } from "../environment/environment.ts";
import { notDebugged } from "../environment/refusals.ts";
import type { Host } from "../host.ts";
import { debugLanguageOf, type DebugLanguage } from "../model/debug-language.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import type { DebugTask } from "./backends/backend.ts";
import { debugBackends } from "./backends/backends.ts";
import { isGoProgram } from "./go-program.ts";
import { imageSources } from "./image-sources.ts";

/** A function that is debugged, until `end` is called. */
export interface DebugHold {
  readonly reply: DebugReply;
  /** Resolves when no debugger is about to attach any more. Idempotent; never rejects. */
  readonly end: () => Promise<void>;
}

/** Who debugs what: one at a time each function. */
export class DebugSessions {
  readonly #host: Host;
  readonly #switch: DebugSwitch;
  readonly #publish: (event: RunnerEvent) => void;
  readonly #stopping = new AbortController();
  /** By name. */
  readonly #debugged = new Set<string>();

  constructor(host: Host, debugSwitch: DebugSwitch, publish: (event: RunnerEvent) => void) {
    this.#host = host;
    this.#switch = debugSwitch;
    this.#publish = publish;
  }

  /**
   * From when this resolves every environment of the function waits for a debugger, and its time stands still.
   *
   * @param signal gives up what this waits for
   * @throws Failure `debug-unavailable`, `usage` when it is debugged already or there is no such engine, what a first
   *   build throws, `cancelled`
   */
  async start(
    fn: LambdaFunction,
    { engine: kind, environment, isLazy = false, stopOnEntry }: Omit<DebugParams, "functionName"> = {},
    signal?: AbortSignal,
  ): Promise<DebugHold> {
    const { name } = fn;
    if (this.#debugged.has(name)) {
      throw new Failure("usage", `${name} is being debugged already. Stop that session first, or use it.`);
    }
    this.#debugged.add(name);
    try {
      const image = await imageSources(fn);
      const language = (await isGoProgram(fn)) ? "go" : (debugLanguageOf(fn) ?? image.language);
      if (!language) throw noDebugger(fn);
      const backend = debugBackends[language];
      backend.requireDebuggable?.(fn);
      const giveUp = signal ? AbortSignal.any([this.#stopping.signal, signal]) : this.#stopping.signal;
      const engine = await this.#switch.prepare(fn, backend.needsOwnBuild ?? false, kind, giveUp);
      const setup = await backend.setUp(this.#task(fn, engine.kind, giveUp));
      if (giveUp.aborted) throw notDebugged(fn);
      const observer = {
        onWaiting: (waiting, address) => this.#publish(debuggerEvent(waiting, language, address, image.folder)),
        onGivenUp: (waiting) => this.#publish(notAttached(waiting)),
        onSilent: (waiting) => this.#publish(notStarted(waiting)),
      } satisfies DebuggingObserver;
      const debugging = new Debugging(setup, backend, observer, { environment, stopOnEntry });
      this.#switch.start(fn, debugging, engine, isLazy);
      const end = async (): Promise<void> => {
        if (debugging.endedAtMs !== undefined) return;
        this.#debugged.delete(name);
        await this.#switch.end(name, debugging);
      };
      return { reply: { functionName: name, language, engine: engine.kind }, end };
    } catch (error) {
      this.#debugged.delete(name);
      this.#switch.cancel(name);
      throw error;
    }
  }

  #task(fn: LambdaFunction, engine: Engine["kind"], signal: AbortSignal): DebugTask {
    return {
      fn,
      engine,
      host: this.#host,
      onProgress: (tool, text) => this.#publish({ event: "progress", functionName: fn.name, kind: "tool", tool, text }),
      signal,
    };
  }

  /** Gets nothing ready any more. */
  dispose(): void {
    this.#stopping.abort();
  }
}

function noDebugger({ name, code, runtime }: LambdaFunction): Failure {
  const known = "Node.js, Python, Go, Java, Ruby and Rust functions can be debugged.";
  const message =
    code.kind === "dockerfile" || code.kind === "image"
      ? `${name} is a container image, and its base image does not tell of a language with a debugger here. Base it on an ` +
        `image such as public.ecr.aws/lambda/nodejs:24 or python:3.14: ${known}`
      : `${name} runs on ${runtime ?? "no known runtime"}, for which there is no debugger here yet. ${known}`;
  return new Failure("debug-unavailable", message);
}

function debuggerEvent(
  { fn, id, buildId, build, engine }: Environment,
  language: DebugLanguage,
  address: Pick<DebuggerEvent, "host" | "port" | "target" | "remoteRoot">,
  imageFolder: string | undefined,
): DebuggerEvent {
  // A process runs a build in a folder of this machine, with its maps, even if that is a spare's.
  const isHere = engine.kind === "process" && build?.isLive === false;
  return {
    event: "debugger",
    functionName: fn.name,
    environmentId: id,
    build: buildId,
    language,
    ...address,
    localRoot: isHere ? address.remoteRoot : (build?.codeFolder ?? imageFolder ?? ""),
    sourceMaps: build?.hasSourceMaps ?? false,
  };
}

type DebuggerEvent = Extract<RunnerEvent, { event: "debugger" }>;

function notStarted({ fn }: Environment): RunnerEvent {
  return {
    event: "problem",
    code: "debugger-not-started",
    severity: "warning",
    message: `The debugger of ${fn.name} has not started within ${String(debuggerLimits.attachMs / 1000)} s: something else stands in front of its runtime, or takes its place.`,
    hint: "See that its wrapper or its image's entry point starts the runtime, and look into its log.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}

function notAttached({ fn }: Environment): RunnerEvent {
  return {
    event: "problem",
    code: "debugger-not-attached",
    severity: "warning",
    message: `No debugger attached to ${fn.name} within ${String(debuggerLimits.attachMs / 1000)} s, so it goes on without one.`,
    hint: "Attach sooner, or stop debugging the function.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
