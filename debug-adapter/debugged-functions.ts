import { basename } from "node:path";
import type { RunnerClient } from "../runner/control/client.ts";
import type { OpenRunner } from "../runner/control/open-runner.ts";
import type {
  DebuggerEvent,
  InvokeReply,
  LocatedFrame,
  LocateParams,
  RunnerEvent,
} from "../runner/control/protocol.ts";
import { Failure } from "../runner/model/failure.ts";
import { askedFunctions, requireAskedFunctions, type Fn } from "./asked-functions.ts";
import { stopOnceAt } from "./entry-breakpoint.ts";
import { encodedSources } from "./encoded-sources.ts";
import { entryPlace } from "./entry-place.ts";
import { eventText } from "./event-text.ts";
import { heldRunner, type HeldRunnerOptions } from "./held-runner.ts";
import type { Reloaded } from "./known-breakpoints.ts";
import type { LaunchArguments } from "./launch-arguments.ts";
import { missingSourceMap } from "./missing-source-map.ts";
import { noStopOnEntry } from "./no-stop-on-entry.ts";

export interface DebuggedFunctionsOptions extends HeldRunnerOptions {
  /** Aborts when the session ends. */
  readonly signal: AbortSignal;
  /** Gets the runner's events that are about the functions, but for `debugger`. */
  readonly onEvent: (event: RunnerEvent) => void;
  /** Gets these, with what `encodedSources` tells. */
  readonly onWaiting: (event: DebuggerEvent, sources: Readonly<Record<string, string>>) => void;
  /** Gets how the functions that are debugged fared in a reload, or that they are gone. */
  readonly onReloaded: (report: Reloaded) => void;
  /** Gets what keeps breakpoints from being hit. */
  readonly onWarned: (warning: string) => void;
  /** The runner went away. `reason` is a sentence. */
  readonly onGone: (reason: string) => void;
}

/** How many are built at a time when all of a project are to be debugged. */
const maxTurnedOn = 4;

/** The functions of a session, their debugging on, by a connection to their runner. They come and go with the project. */
export class DebuggedFunctions {
  #args: LaunchArguments;
  readonly #runner: OpenRunner;
  readonly #options: DebuggedFunctionsOptions;
  /** Those that the session is about, by name. */
  readonly #functions = new Map<string, Fn>();
  /** Names of those whose log it hears: a runner tells twice who asks twice. */
  readonly #followed = new Set<string>();
  /** Names of those whose debugging is on. */
  readonly #on = new Set<string>();
  /** Given so far, each once. */
  readonly #warnings = new Set<string>();
  /** Last of what is done one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(args: LaunchArguments, runner: OpenRunner, options: DebuggedFunctionsOptions) {
    this.#args = args;
    this.#runner = runner;
    this.#options = options;
  }

  /**
   * Turns debugging on; with `noDebug` the functions are only followed. Of all functions, those that can't be debugged are
   * left out, and told of.
   *
   * @param signal gives up
   * @throws Failure `function-unknown`, and what `heldRunner` throws; for a single function, what `RunnerClient.debug`
   *   throws
   */
  static async open(
    args: LaunchArguments,
    options: DebuggedFunctionsOptions,
    signal: AbortSignal,
  ): Promise<DebuggedFunctions> {
    const runner = await heldRunner(args, options, signal);
    try {
      if (signal.aborted) throw new Failure("cancelled", "Debugging was cancelled. Start it again.");
      const debugged = new DebuggedFunctions(args, runner, options);
      runner.client.onEvent((event) => debugged.#onEvent(event));
      await runner.client.subscribe(["environment", "problem", "progress", "project", "reload"]);
      await debugged.#inTurn(async () =>
        debugged.#join(requireAskedFunctions(await runner.client.functions(), args), signal),
      );
      void debugged.#tellEnd();
      return debugged;
    } catch (error) {
      runner.client.dispose();
      throw error;
    }
  }

  get args(): LaunchArguments {
    return this.#args;
  }

  /** Of those whose debugging is on, or that are followed. */
  get names(): readonly string[] {
    return [...(this.#args.noDebug ? this.#functions.keys() : this.#on)];
  }

  /**
   * Calls a function with the event of the arguments.
   *
   * @throws Failure `event-invalid`, and what the call fails with
   */
  async invoke(functionName: string): Promise<InvokeReply> {
    const event = await eventText(this.#args.event);
    return await this.#client.invoke({ functionName, event });
  }

  /** As `RunnerClient.locate`. */
  locate(params: LocateParams): Promise<LocatedFrame[]> {
    return this.#client.locate(params);
  }

  /**
   * All environments are new after this. When it fails, debugging is off until it is called again, or a save mends what it
   * failed with.
   *
   * @param args may have changed in all but the workspace
   * @param signal gives up
   * @throws Failure `usage` when the workspace is another; as `open`
   */
  async restart(args: LaunchArguments, signal: AbortSignal): Promise<void> {
    const { workspace } = this.#args;
    if (args.workspace !== workspace) {
      const message = `This session is about ${workspace}. Stop it, and start debugging to change to ${args.workspace}.`;
      throw new Failure("usage", message);
    }
    await this.#inTurn(async () => {
      await this.#turnAllOff();
      this.#functions.clear();
      this.#args = args;
      await this.#join(requireAskedFunctions(await this.#client.functions(), this.#args), signal);
    });
  }

  /** Turns debugging off and leaves the runner, which goes on. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.#turnAllOff();
    } catch (error) {
      // Who is gone debugs nothing any more.
      if (!(error instanceof Failure)) throw error;
    } finally {
      this.#client.dispose();
    }
  }

  get #client(): RunnerClient {
    return this.#runner.client;
  }

  get #isAboutAll(): boolean {
    return this.#args.functionName === undefined;
  }

  #onEvent(event: RunnerEvent): void {
    // What becomes of the functions without debugging is not the session's.
    if (this.#isClosed) return;
    if (event.event === "project") {
      const { removed } = event;
      this.#options.onReloaded({ functions: removed, failed: [], files: [] });
      void this.#inTurn(() => this.#followProject(removed));
      return;
    }
    if (event.event === "debugger") {
      void this.#warnOfMap(event);
      void this.#announce(event);
      return;
    }
    if (event.event === "reload") this.#warnOfOldCode(event);
    // Some may have become what can be debugged.
    if (event.event === "reload" && event.functions.some((name) => this.#functions.has(name) && !this.#on.has(name))) {
      void this.#inTurn(() => this.#followProject([]));
    }
    if (this.#isAbout(event)) this.#options.onEvent(event);
  }

  /** Before anybody attaches, the environment is told to stop on entry where it is to. Never rejects. */
  async #announce(event: DebuggerEvent): Promise<void> {
    const fn = this.#functions.get(event.functionName);
    if (!fn) return;
    let sources = {};
    try {
      if (event.language === "node") {
        const place = this.#args.stopOnEntry ? await entryPlace(event, fn) : undefined;
        if (place) await stopOnceAt(place, event);
        sources = encodedSources(event, fn);
      }
    } catch (error) {
      this.#sayWhy(error);
    }
    this.#options.onWaiting(event, sources);
  }

  /** Never rejects. */
  async #warnOfMap(event: DebuggerEvent): Promise<void> {
    const fn = this.#functions.get(event.functionName);
    try {
      const warning = fn && (await missingSourceMap(event, fn));
      this.#warn(warning);
    } catch (error) {
      this.#sayWhy(error);
    }
  }

  /** Once. */
  #warn(warning: string | undefined): void {
    if (warning === undefined || this.#warnings.has(warning)) return;
    this.#warnings.add(warning);
    this.#options.onWarned(warning);
  }

  #warnOfOldCode({ functions, failed: all, files }: Extract<RunnerEvent, { event: "reload" }>): void {
    const failed = all.filter((name) => this.#on.has(name));
    this.#options.onReloaded({ functions, failed, files });
    const names = failed.join(", ");
    if (names === "") return;
    const saved = files.map((file) => basename(file)).join(", ");
    this.#options.onWarned(
      `${saved} could not be built, so the code from before goes on in ${names}. Until a save can be built, breakpoints ` +
        "in what has changed may be missed, or hit elsewhere.",
    );
  }

  #isAbout(event: RunnerEvent): boolean {
    switch (event.event) {
      case "problem":
        return (
          event.logicalId !== undefined && [...this.#functions.values()].some((fn) => fn.logicalId === event.logicalId)
        );
      default:
        return "functionName" in event && this.#functions.has(event.functionName);
    }
  }

  /** The project has changed. Never rejects. */
  async #followProject(removed: readonly string[]): Promise<void> {
    if (this.#isClosed) return;
    try {
      for (const name of removed.filter((each) => this.#functions.delete(each))) {
        await this.#turnOff(name);
        this.#options.onSaid(`${name} is no longer in the project. It is debugged again as soon as it is back.`);
      }
      const before = new Set(this.#on);
      await this.#join(askedFunctions(await this.#client.functions(), this.#args), this.#options.signal);
      const joined = [...this.#on].filter((name) => !before.has(name));
      if (joined.length > 0)
        this.#options.onSaid(`From now on calls of ${joined.join(", ")} stop at breakpoints, too.`);
    } catch (error) {
      this.#sayWhy(error);
    }
  }

  #sayWhy(error: unknown): void {
    if (!this.#isClosed) this.#options.onSaid(error instanceof Error ? error.message : String(error));
  }

  /** Those that are there already stay as they are. */
  async #join(functions: readonly Fn[], signal: AbortSignal): Promise<void> {
    for (const fn of functions) {
      const { name } = fn;
      this.#functions.set(name, fn);
      if (this.#followed.has(name)) continue;
      this.#followed.add(name);
      await this.#client.logs({ functionName: name, limit: 0, follow: true });
    }
    if (this.#args.noDebug) return;
    const waiting = functions.map(({ name }) => name).filter((name) => !this.#on.has(name));
    const refusals = new Map<string, string>();
    const turnOnNext = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const refusal = await this.#turnOn(name, signal);
        if (refusal !== undefined) refusals.set(name, refusal);
      }
    };
    await Promise.all(Array.from({ length: maxTurnedOn }, turnOnNext));
    if (refusals.size > 0) this.#options.onSaid(`Not debugged: ${[...refusals.values()].join(" ")}`);
  }

  /** Resolves to why it can't be, when it is one of all. Throws otherwise. */
  async #turnOn(functionName: string, signal: AbortSignal): Promise<string | undefined> {
    const { environment, engine, stopOnEntry } = this.#args;
    const isLazy = this.#isAboutAll;
    const params = { functionName, environment, isLazy, stopOnEntry, ...(engine === undefined ? {} : { engine }) };
    try {
      const reply = await this.#client.debug(params, { signal });
      this.#on.add(functionName);
      if (stopOnEntry) this.#warn(noStopOnEntry(reply));
      return undefined;
    } catch (error) {
      if (!isLazy || !(error instanceof Failure) || signal.aborted) throw error;
      return error.message;
    }
  }

  async #turnAllOff(): Promise<void> {
    await Promise.all([...this.#on].map((name) => this.#turnOff(name)));
  }

  async #turnOff(functionName: string): Promise<void> {
    if (this.#on.delete(functionName)) await this.#client.stopDebugging({ functionName });
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    await turn;
  }

  async #tellEnd(): Promise<void> {
    const { client, process } = this.#runner;
    await client.closed;
    if (this.#isClosed) return;
    this.#isClosed = true;
    const end = await process?.ended;
    const reason = end?.isOrderly === false ? end.reason : `The runner of ${this.#args.workspace} has stopped.`;
    this.#options.onGone(`${reason} Start debugging again to go on.`);
  }
}
