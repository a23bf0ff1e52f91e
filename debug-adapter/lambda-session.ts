import {
  BreakpointEvent,
  DebugSession,
  Event,
  InitializedEvent,
  OutputEvent,
  TerminatedEvent,
  ThreadEvent,
} from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { OwnProcesses } from "../runner/control/own-process.ts";
import type { DebuggerEvent, RunnerEvent } from "../runner/control/protocol.ts";
import { Failure } from "../runner/model/failure.ts";
import { childConfiguration } from "./child-configuration.ts";
import { DebuggedFunctions, type DebuggedFunctionsOptions } from "./debugged-functions.ts";
import { EnvironmentThreads } from "./environment-threads.ts";
import { invocationOutput } from "./invocation-output.ts";
import { KnownBreakpoints } from "./known-breakpoints.ts";
import { LateProgress } from "./late-progress.ts";
import { launchArguments, type LaunchArguments } from "./launch-arguments.ts";
import { logOutput, type LogOutput } from "./log-output.ts";
import { LogPlaces } from "./log-places.ts";
import { OrderedWork } from "./ordered-work.ts";

export interface LambdaSessionOptions {
  readonly processes: OwnProcesses;
  /** Absolute path of the folder of this program; what runs in front of a function's code is below it. */
  readonly distFolder: string;
  /** Absolute path, for arguments that name no workspace. */
  readonly cwd: string;
}

/**
 * A debug session about one function or all, for as long as the client likes. Environments are threads of it; the client
 * debugs each in a session of the language's own debugger, for which it gets an event `lambdaEnvironment`: the fields of
 * the runner's event, and `configuration`, ready to attach with; and an event `lambdaEnvironmentEnded` with its
 * `environmentId`, whether it was told of or not.
 */
export class LambdaSession extends DebugSession {
  readonly #options: LambdaSessionOptions;
  readonly #threads = new EnvironmentThreads();
  readonly #life = new AbortController();
  readonly #events = new OrderedWork();
  readonly #places = new LogPlaces(async (params) => (await this.#debugged?.locate(params)) ?? []);
  #request: "launch" | "attach" = "launch";
  #args: LaunchArguments | undefined;
  #showsProgress = false;
  #hasThreads = true;
  /** Environments that VS Code debugs with debuggers that name no columns of breakpoints; by their ids. */
  readonly #plain = new Set<string>();
  /** VS Code takes what sessions say of a breakpoint together by line and column. */
  readonly #breakpoints = new KnownBreakpoints(() => !this.#hasThreads && this.#plain.size > 0);
  /** What the client waits for. */
  #progress: LateProgress | undefined;
  #debugged: DebuggedFunctions | undefined;

  constructor(options: LambdaSessionOptions) {
    super();
    this.#options = options;
  }

  /** A line whose place has to be asked for holds up what comes after it. */
  override sendEvent(event: DebugProtocol.Event): void {
    this.#events.do(event, (next) => super.sendEvent(next));
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    { clientID, supportsProgressReporting = false }: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.#showsProgress = supportsProgressReporting;
    // It shows the session of each environment, and a thread beside would be the same once more.
    this.#hasThreads = clientID !== "vscode";
    response.body = {
      supportsCancelRequest: true,
      supportsConfigurationDoneRequest: true,
      supportsRestartRequest: true,
      supportsTerminateRequest: true,
      // The sessions of the environments know these, and clients offer what any session knows.
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
    };
    this.sendResponse(response);
  }

  protected override launchRequest(response: DebugProtocol.Response, args: unknown): void {
    this.#answer(response, () => this.#begin(response.request_seq, "launch", args));
  }

  protected override attachRequest(response: DebugProtocol.Response, args: unknown): void {
    this.#answer(response, () => this.#begin(response.request_seq, "attach", args));
  }

  protected override configurationDoneRequest(response: DebugProtocol.Response): void {
    this.sendResponse(response);
    void this.#invoke();
  }

  /** Environments bind breakpoints; there is none before the first call. */
  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source: { path = "" }, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const lines = breakpoints.map(({ line }) => line);
    response.body = { breakpoints: this.#breakpoints.set(path, lines) };
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: this.#threads.all };
    this.sendResponse(response);
  }

  protected override pauseRequest(response: DebugProtocol.Response): void {
    const message = "An environment is paused in its own session. Choose that in the call stack, then pause again.";
    this.#answer(response, () => Promise.reject(new Failure("usage", message)));
  }

  protected override evaluateRequest(response: DebugProtocol.Response): void {
    const message = "Nothing is stopped to evaluate it in. Set a breakpoint and invoke the function.";
    this.#answer(response, () => Promise.reject(new Failure("usage", message)));
  }

  /** Takes over what has changed in the configuration, which clients send along. */
  protected override restartRequest(
    response: DebugProtocol.RestartResponse,
    { arguments: given }: DebugProtocol.RestartArguments = {},
  ): void {
    this.#answer(response, async () => {
      const debugged = this.#debugged;
      if (!debugged) return;
      const args = given ? launchArguments(this.#request, given, this.#options.cwd) : debugged.args;
      this.#args = args;
      await this.#showing("Debugging again", response.request_seq, (signal) => debugged.restart(args, signal));
      void this.#invoke();
    });
  }

  protected override cancelRequest(
    response: DebugProtocol.CancelResponse,
    { progressId, requestId }: DebugProtocol.CancelArguments = {},
  ): void {
    const progress = this.#progress;
    if (progress && (progress.id === progressId || progress.requestId === requestId)) progress.cancel();
    this.sendResponse(response);
  }

  protected override terminateRequest(response: DebugProtocol.Response): void {
    this.#answer(response, async () => {
      await this.#end();
      this.sendEvent(new TerminatedEvent());
    });
  }

  protected override disconnectRequest(response: DebugProtocol.Response): void {
    this.#answer(response, async () => {
      await this.#end();
      this.shutdown();
    });
  }

  /** Whoever closes the streams says nothing before. What a client waited for is given up, a runner that starts for it, too. */
  override shutdown(): void {
    this.#life.abort();
    super.shutdown();
  }

  async #begin(requestId: number, request: "launch" | "attach", given: unknown): Promise<void> {
    const args = launchArguments(request, given, this.#options.cwd);
    this.#request = request;
    this.#args = args;
    const options: DebuggedFunctionsOptions = {
      processes: this.#options.processes,
      onEvent: (event) => this.#onEvent(event),
      onWaiting: (event, sources) => this.#tellWaiting(event, sources),
      onSaid: (line) => this.#say(line),
      onReloaded: (report) => this.#tellBreakpoints(this.#breakpoints.reloaded(report)),
      onWarned: (warning) => this.#print({ category: "stderr", output: `${warning}\n` }),
      onGone: (reason) => this.#tellGone(reason),
      signal: this.#life.signal,
    };
    const title = `Debugging ${args.functionName ?? "all functions"}`;
    this.#debugged = await this.#showing(title, requestId, (signal) => DebuggedFunctions.open(args, options, signal));
    this.sendEvent(new InitializedEvent());
  }

  /** Does what the client waits for, which is shown how far it is. */
  async #showing<T>(title: string, requestId: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const progress = new LateProgress({
      title,
      requestId,
      isSupported: this.#showsProgress,
      send: (event) => this.sendEvent(event),
      print: (line) => this.#say(line),
    });
    this.#progress = progress;
    try {
      return await work(AbortSignal.any([this.#life.signal, progress.signal]));
    } finally {
      progress.end();
    }
  }

  /** Calls the function with the configuration's event, if it has one. */
  async #invoke(): Promise<void> {
    const debugged = this.#debugged;
    if (!debugged) return;
    const { names } = debugged;
    const [name] = names;
    if (name === undefined) return;
    if (debugged.args.event === undefined) {
      if (debugged.args.noDebug) return;
      this.#say(`Every call of ${names.join(", ")} stops at breakpoints from now on, wherever it comes from.`);
      return;
    }
    try {
      this.#print(invocationOutput(name, await debugged.invoke(name)));
    } catch (error) {
      this.#print({ category: "stderr", output: `${this.#textOf(error)}\n` });
    }
    if (debugged.args.noDebug) this.sendEvent(new TerminatedEvent());
  }

  #tellWaiting(event: DebuggerEvent, sources: Readonly<Record<string, string>>): void {
    if (!this.#args) return;
    this.#places.runs(event.environmentId, event.build);
    const configuration = childConfiguration(event, this.#args, this.#options.distFolder, sources);
    if (event.language !== "node") this.#plain.add(event.environmentId);
    const thread = this.#hasThreads ? this.#threads.add(event) : undefined;
    if (thread) this.sendEvent(new ThreadEvent("started", thread.id));
    this.sendEvent(new Event("lambdaEnvironment", { ...event, configuration }));
  }

  #onEvent(event: RunnerEvent): void {
    switch (event.event) {
      case "environment": {
        if (event.state !== "stopped") return;
        this.#plain.delete(event.environmentId);
        this.sendEvent(new Event("lambdaEnvironmentEnded", { environmentId: event.environmentId }));
        // Those that no debugger is told of, spares among them, are no threads.
        const thread = this.#threads.remove(event.environmentId);
        if (thread) this.sendEvent(new ThreadEvent("exited", thread.id));
        return;
      }
      case "progress":
        this.#progress?.report(event);
        return;
      case "problem":
        this.#print({ category: "stderr", output: `${event.message} ${event.hint}\n` });
        return;
      case "log":
        this.#events.do(this.#places.of(event), (place) => super.sendEvent(outputEvent(logOutput(event, place))));
        return;
      default:
    }
  }

  #tellBreakpoints(changed: readonly DebugProtocol.Breakpoint[]): void {
    for (const breakpoint of changed) this.sendEvent(new BreakpointEvent("changed", breakpoint));
  }

  #tellGone(reason: string): void {
    this.#print({ category: "stderr", output: `${reason}\n` });
    this.sendEvent(new TerminatedEvent());
  }

  /** Debugging is off then; the function goes on. */
  async #end(): Promise<void> {
    this.#life.abort();
    await this.#debugged?.close();
  }

  #say(line: string): void {
    this.#print({ category: "console", output: `${line}\n` });
  }

  #print(output: LogOutput): void {
    this.sendEvent(outputEvent(output));
  }

  /** The boundary of requests: answers, with what went wrong where something did. */
  #answer(response: DebugProtocol.Response, work: () => Promise<void>): void {
    work().then(
      () => this.sendResponse(response),
      (error: unknown) => {
        const variables = { _message: this.#textOf(error) };
        // Who has cancelled something knows.
        const showUser = !(error instanceof Failure && error.code === "cancelled");
        this.sendErrorResponse(response, { id: 1, format: "{_message}", variables, showUser });
      },
    );
  }

  #textOf(error: unknown): string {
    if (error instanceof Failure) return error.message;
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return `That is a mistake in Pilot Light: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function outputEvent({ output, category, ...place }: LogOutput): DebugProtocol.Event {
  const event = new OutputEvent(output, category);
  Object.assign(event.body, place);
  return event;
}
