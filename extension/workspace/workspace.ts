import { RunnerClient } from "../../runner/control/client.ts";
import type { FunctionSummary, InvokeParams, InvokeReply, RunnerEvent } from "../../runner/control/protocol.ts";
import { stateFolder } from "../../runner/control/state-folder.ts";
import { Failure } from "../../runner/model/failure.ts";
import { activitiesFrom, afterEvent, keptInvocations } from "./function-activity.ts";
import { withLastListed } from "./last-listed.ts";
import { listFunctions } from "./list-functions.ts";
import type { Boundary } from "../boundary.ts";
import type { OwnProcesses } from "../../runner/control/own-process.ts";
import type { RunnerEnd, RunnerProcess } from "../../runner/control/runner-process.ts";
import { orCancelled } from "../or-cancelled.ts";
import { openRunner } from "../../runner/control/open-runner.ts";
import { projectArguments, runnerArguments, type RunnerSettings } from "./runner-settings.ts";
import { usualPortIfFree } from "./usual-port.ts";
import { emptyState, type WorkspaceState } from "./workspace-state.ts";

export interface WorkspaceOptions {
  /** As VS Code shows it. */
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly processes: OwnProcesses;
  readonly settings: () => RunnerSettings;
  readonly isTrusted: () => boolean;
  /** Gets every line that a runner of this window says. */
  readonly output: (line: string) => void;
  readonly boundary: Pick<Boundary, "background">;
  readonly onChange: () => void;
  readonly onEvent: (event: RunnerEvent) => void;
  /** A runner ended without being asked. `reason` is a sentence. */
  readonly onCrash: (reason: string) => void;
}

type Link =
  | { readonly kind: "none" }
  | { readonly kind: "opening"; readonly client: Promise<RunnerClient>; readonly abort: AbortController }
  | { readonly kind: "open"; readonly client: RunnerClient; readonly process: RunnerProcess | undefined };

const subscribed = ["environment", "invocation", "progress", "problem", "reload", "project", "estimates"] as const;

/** One workspace folder: its functions, and the runner that it shares with other windows and the shell. */
export class Workspace {
  readonly name: string;
  readonly folder: string;
  readonly #options: WorkspaceOptions;
  #state: WorkspaceState = emptyState;
  #link: Link = { kind: "none" };
  #listing: AbortController | undefined;
  #isAskingFunctions = false;
  #askAgain = false;
  #isDisposed = false;

  constructor(options: WorkspaceOptions) {
    this.name = options.name;
    this.folder = options.folder;
    this.#options = options;
  }

  get state(): WorkspaceState {
    return this.#state;
  }

  /** The runner, if one is connected. */
  get client(): RunnerClient | undefined {
    return this.#link.kind === "open" ? this.#link.client : undefined;
  }

  /** Reads the templates anew. Of several at a time, the newest counts. */
  async refresh(): Promise<void> {
    this.#listing?.abort();
    const listing = new AbortController();
    this.#listing = listing;
    const { processes, settings } = this.#options;
    try {
      const args = projectArguments(settings(), this.folder);
      const listed = await listFunctions(processes, this.folder, args, listing.signal);
      if (listing.signal.aborted) return;
      const isRunning = this.#link.kind === "open";
      this.#change({
        listing: { kind: "done" },
        problems: listed.problems,
        ...(isRunning
          ? {}
          : { functions: keepSame(this.#state.functions, withLastListed(listed, this.#state.functions)) }),
      });
      if (isRunning) await this.#askFunctions();
    } catch (error) {
      if (listing.signal.aborted) return;
      if (!(error instanceof Failure)) throw error;
      this.#change({ listing: { kind: "failed", message: error.message } });
    }
  }

  /** Connects to the workspace's runner if there is one; starts none. */
  async join(): Promise<void> {
    if (this.#link.kind !== "none") return;
    const client = await RunnerClient.find(stateFolder(this.folder));
    if (!client) return;
    // Somebody was faster, or nobody wants it any more.
    if (this.#linkKind() !== "none" || this.#isDisposed) client.dispose();
    else await this.#opened(client, undefined);
  }

  /**
   * The runner, started when there is none. Callers at the same time share one start.
   *
   * @throws Failure `runner-unreachable` with what it said, `usage` in a folder that is not trusted, `cancelled`
   */
  async runner(): Promise<RunnerClient> {
    switch (this.#link.kind) {
      case "open":
      case "opening":
        return await this.#link.client;
      case "none": {
        this.requireTrust();
        const abort = new AbortController();
        const client = this.#open(abort.signal);
        this.#link = { kind: "opening", client, abort };
        return await client;
      }
    }
  }

  /** @throws Failure `usage` in a folder that is not trusted */
  requireTrust(): void {
    if (this.#options.isTrusted()) return;
    const message = `Nothing of ${this.name} runs before you trust it. Use "Workspaces: Manage Workspace Trust" first.`;
    throw new Failure("usage", message);
  }

  /**
   * Calls a function, with the runner started first where there is none.
   *
   * @throws Failure `cancelled` once `signal` is aborted, and what `runner` and the call fail with
   */
  async invoke(params: InvokeParams, signal: AbortSignal): Promise<InvokeReply> {
    const client = await orCancelled(this.runner(), signal);
    try {
      return await client.invoke(params, { signal });
    } catch (error) {
      // A build that failed is told of by the function it was for.
      this.#options.boundary.background("Asking for functions", () => this.#askFunctions());
      throw error;
    }
  }

  /** Stops the runner and everything it runs, for whomever uses it. */
  async stop(): Promise<void> {
    if (this.#link.kind === "none") return;
    if (this.#link.kind === "opening") {
      this.#link.abort.abort();
      await this.#link.client.catch(() => undefined);
      return;
    }
    const { client, process } = this.#link;
    this.#change({ runner: { kind: "stopping" } });
    await client.stop();
    await Promise.all([client.closed, process?.ended]);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.runner();
  }

  /** Leaves the runner; it stops when nobody else uses it, unless the settings say otherwise. */
  dispose(): void {
    this.#isDisposed = true;
    this.#listing?.abort();
    if (this.#link.kind === "opening") this.#link.abort.abort();
    if (this.#link.kind === "open") this.#link.client.dispose();
  }

  async #open(signal: AbortSignal): Promise<RunnerClient> {
    this.#change({ runner: { kind: "starting" } });
    try {
      const { processes, settings, output } = this.#options;
      const args = async (): Promise<string[]> => {
        const given = settings();
        return runnerArguments(given, this.folder, given.port ?? (await usualPortIfFree()));
      };
      const { client, process } = await openRunner(this.folder, { processes, args, output, signal });
      return await this.#opened(client, process);
    } catch (error) {
      this.#link = { kind: "none" };
      const isCancelled = error instanceof Failure && error.code === "cancelled";
      const reason = error instanceof Error ? error.message : String(error);
      this.#change({ runner: isCancelled ? { kind: "stopped" } : { kind: "failed", reason } });
      throw error;
    }
  }

  async #opened(client: RunnerClient, process: RunnerProcess | undefined): Promise<RunnerClient> {
    client.onEvent((event) => this.#onEvent(event));
    await Promise.all([client.subscribe(subscribed), client.hold()]);
    const [status, functions, environments, invocations] = await Promise.all([
      client.status(),
      client.functions(),
      client.environments(),
      client.invocations({ limit: keptInvocations * 50 }),
    ]);
    this.#link = { kind: "open", client, process };
    this.#options.boundary.background("Leaving the runner", () => this.#whenClosed(client, process));
    this.#change({
      runner: { kind: "running", status },
      functions,
      activity: activitiesFrom(environments, invocations),
    });
    return client;
  }

  async #whenClosed(client: RunnerClient, process: RunnerProcess | undefined): Promise<void> {
    await client.closed;
    const wasAsked = this.#state.runner.kind === "stopping" || this.#isDisposed;
    const end: RunnerEnd | undefined = this.#isDisposed ? undefined : await process?.ended;
    this.#link = { kind: "none" };
    const didCrash = !wasAsked && end?.isOrderly === false;
    // What it ran is gone with it; what it had measured stays in its history.
    this.#change({
      runner: didCrash ? { kind: "failed", reason: end.reason } : { kind: "stopped" },
      activity: activitiesFrom(
        [],
        [...this.#state.activity.values()].flatMap(({ invocations }) => invocations),
      ),
    });
    if (didCrash) this.#options.onCrash(end.reason);
  }

  #onEvent(event: RunnerEvent): void {
    this.#options.onEvent(event);
    const activity = afterEvent(this.#state.activity, event);
    if (activity !== this.#state.activity) this.#change({ activity });
    const mayChangeFunctions = ["reload", "project", "problem"].includes(event.event);
    if (mayChangeFunctions) this.#options.boundary.background("Asking for functions", () => this.#askFunctions());
  }

  /** Asks the runner for its functions; once more when it is to be asked again meanwhile. */
  async #askFunctions(): Promise<void> {
    this.#askAgain = true;
    if (this.#isAskingFunctions) return;
    this.#isAskingFunctions = true;
    try {
      while (this.#askAgain && this.#link.kind === "open") {
        this.#askAgain = false;
        this.#change({ functions: keepSame(this.#state.functions, await this.#link.client.functions()) });
      }
    } catch (error) {
      // A runner that goes away meanwhile is told of by its end.
      if (!(error instanceof Failure)) throw error;
    } finally {
      this.#isAskingFunctions = false;
    }
  }

  /** For where the compiler can't know that it changed during a wait. */
  #linkKind(): Link["kind"] {
    return this.#link.kind;
  }

  #change(change: Partial<WorkspaceState>): void {
    if (this.#isDisposed) return;
    this.#state = { ...this.#state, ...change };
    this.#options.onChange();
  }
}

/** Functions that are as they were stay the same objects, by which views tell what to draw again. */
function keepSame(before: readonly FunctionSummary[], after: readonly FunctionSummary[]): FunctionSummary[] {
  const known = new Map(before.map((fn) => [JSON.stringify(fn), fn]));
  return after.map((fn) => known.get(JSON.stringify(fn)) ?? fn);
}
