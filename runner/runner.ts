import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createBuilder, type Builder } from "./build/builder.ts";
import { Chronicle, runnerProblem } from "./chronicle.ts";
import { locateFrames, type LocatedFrame } from "./build/locate-frames.ts";
import { publishDiscovery, readDiscovery, removeDiscovery, type Discovery } from "./control/discovery.ts";
import { environmentSummaries } from "./control/environment-summary.ts";
import { functionSummaries } from "./control/function-summary.ts";
import type {
  Calibration,
  CleanUpReply,
  CodeFacts,
  DebugParams,
  EnvironmentSummary,
  EstimatesParams,
  FunctionSummary,
  ImportCost,
  InvocationsParams,
  InvokeParams,
  InvokeReply,
  LocateParams,
  LogsParams,
  RunAtSizeParams,
  RunAtSizeReply,
  RunnerEvent,
  RunnerStatus,
} from "./control/protocol.ts";
import { refuseSecond, secondRunner } from "./control/refuse-second.ts";
import { ControlServer } from "./control/server.ts";
import type { ControlService } from "./control/service.ts";
import { controlAddress, stateFolder, workspaceId } from "./control/state-folder.ts";
import { WhileUsed } from "./control/while-used.ts";
import { chooseEngines } from "./engine/choose-engines.ts";
import type { Engine } from "./engine/engine.ts";
import { DebugSessions, type DebugHold } from "./debug/debug-sessions.ts";
import { Dispatcher } from "./environment/dispatcher.ts";
import { dummyCredentials } from "./environment/environment-variables.ts";
import type { InvocationRecord, LogLine } from "./environment/invocation.ts";
import { Estimates } from "./estimates/estimates.ts";
import { EventHub } from "./event-hub.ts";
import { AsyncQueue } from "./events/async-queue.ts";
import { invokeForReply } from "./invoke-for-reply.ts";
import { Invoker } from "./invoker.ts";
import { LambdaApi } from "./lambda-api/lambda-api.ts";
import { Failure } from "./model/failure.ts";
import type { Project } from "./model/function.ts";
import { loadProjectOf } from "./load-project-of.ts";
import { ownFolder, removeFoldersOfTheDead, removeLeftFolders, removeOwnFolder } from "./own-folder.ts";
import { reportBug } from "./report-bug.ts";
import type { RunnerOptions } from "./runner-options.ts";
import { projectFiles } from "./project/project-files.ts";
import { withLastGood } from "./project/last-good.ts";
import { Store } from "./store/store.ts";
import { runAtSize } from "./tune/run-at-size.ts";
import { Reloader, type WatchOptions } from "./reload/reloader.ts";
import { version } from "./version.ts";

/** How long an invocation waits for room on this machine before it is throttled. */
const queueLimitMs = 60_000;

/** A project that runs: its functions can be invoked, and everything that happens is told and kept. */
export class Runner implements ControlService {
  readonly invoker: Invoker;
  /** Unix time in ms at which reading the project began. */
  readonly #readAt: number;
  readonly #engines: readonly [Engine, ...Engine[]];
  readonly #options: RunnerOptions;
  readonly #hub: EventHub;
  readonly #store: Store;
  readonly #chronicle: Chronicle;
  readonly #builder: Builder;
  readonly #dispatcher: Dispatcher;
  readonly #queue: AsyncQueue;
  readonly #debugSessions: DebugSessions;
  readonly #estimates: Estimates;
  /** What makes it reachable from outside; a runner of one command is not. */
  #api: LambdaApi | undefined;
  #reloader: Reloader | undefined;
  #control: ControlServer | undefined;
  #discovery: Discovery | undefined;
  #whileUsed: WhileUsed | undefined;
  #stopping: Promise<void> | undefined;

  private constructor(
    options: RunnerOptions,
    parts: { project: Project; readAt: number; engines: [Engine, ...Engine[]]; hub: EventHub; store: Store },
  ) {
    const { project } = parts;
    this.#options = options;
    this.#readAt = parts.readAt;
    this.#engines = parts.engines;
    this.#hub = parts.hub;
    this.#store = parts.store;
    this.#chronicle = new Chronicle(parts.hub, parts.store);
    this.#builder = createBuilder({
      storageFolder: this.stateFolder,
      onBuild: () => this.#estimates.disturb(),
      onProgress: (fn, step) => this.#chronicle.progress(fn, step),
    });
    this.#dispatcher = new Dispatcher({
      engines: this.#engines,
      builder: this.#builder,
      region: project.region,
      credentials: options.credentials ?? dummyCredentials,
      accountConcurrency: options.accountConcurrency,
      idleTimeoutMs: options.idleTimeoutMs,
      maxStarting: Math.max(4, availableParallelism() * 2),
      queueLimitMs,
      spareLimits: options.reload?.spareLimits ?? { count: 0, memoryMb: 0 },
      stagesFolder: ownFolder(join(this.stateFolder, "stages")),
      observer: this.#chronicle.dispatching((fn, inputs, startedAt) =>
        this.#reloader?.setInputs(fn, inputs, startedAt),
      ),
    });
    this.#dispatcher.setFunctions(project.functions);
    this.#debugSessions = new DebugSessions(options.host, this.#dispatcher.debugging, (event) =>
      this.#hub.publish(event),
    );
    this.#estimates = new Estimates({
      ...options,
      region: project.region,
      folder: ownFolder(join(this.stateFolder, "measuring")),
      functions: () => this.project.functions,
      current: (name) => this.#dispatcher.current(name),
      isBusy: () => this.#dispatcher.isBusy,
      onNews: (functionName) => this.#hub.publish({ event: "estimates", functionName }),
      onBug: reportBug,
    });
    this.#hub.subscribe((event) => this.#estimates.follow(event));
    this.#queue = new AsyncQueue({
      store: this.#store,
      invoke: (name, invocation) => {
        const fn = this.invoker.find(name);
        return fn && this.#dispatcher.invoke(fn, invocation);
      },
      ...this.#chronicle.queueing(() => this.project),
    });
    this.invoker = new Invoker(project, this.#engines[0].kind, this.#dispatcher, this.#queue);
  }

  /**
   * Loads the project and finds an engine.
   *
   * @throws Failure `template-unusable`, `engine-unavailable`, `store-unavailable`, `cancelled`
   */
  static async open(
    options: RunnerOptions,
    listener: (event: RunnerEvent) => void,
    signal: AbortSignal,
  ): Promise<Runner> {
    const hub = new EventHub();
    hub.subscribe(listener);
    const readAt = Date.now();
    const project = await loadProjectOf(options);
    const folder = stateFolder(options.root, options.host);
    const store = Store.open({
      folder,
      onHistoryLost: (error) => hub.publish(runnerProblem(project, "history-lost", error.message)),
    });
    try {
      const note = (text: string): void => hub.publish(runnerProblem(project, "no-container-engine", text));
      await Promise.all(foldersOfRunners(folder).map((shared) => removeLeftFolders(shared)));
      const engines = await chooseEngines(
        { ...options, workspaceId: workspaceId(options.root), tmpFolder: join(folder, "tmp") },
        note,
        signal,
      );
      const runner = new Runner(options, { project, readAt, engines, hub, store });
      for (const problem of project.problems) hub.publish({ event: "problem", ...problem });
      return runner;
    } catch (error) {
      store.close();
      throw error;
    }
  }

  get project(): Project {
    return this.invoker.project;
  }

  get stateFolder(): string {
    return stateFolder(this.#options.root, this.#options.host);
  }

  /**
   * Makes the runner the workspace's own: opens the Lambda API and the control channel, and takes up accepted events.
   *
   * @param onStop what a client's `stop` waits for
   * @param isStoppedUnused stops by itself when no client holds it any more
   * @throws Failure `port-taken`, also when another runner of this workspace is up
   */
  async listen(onStop: () => Promise<void>, isStoppedUnused = false): Promise<void> {
    await refuseSecond(this.stateFolder);
    const { host, port, root, accountConcurrency } = this.#options;
    this.#throwIfStopping();
    this.#api = await LambdaApi.listen({ invoker: this.invoker, port, accountConcurrency, onBug: reportBug });
    this.#throwIfStopping();
    const address = controlAddress(root, host, randomBytes(8).toString("hex"));
    // Before the discovery file, so that whoever reads that gets an answer.
    this.#control = await ControlServer.listen(address, this, onStop);
    this.#throwIfStopping();
    const discovery = { pid: process.pid, address, lambdaApi: this.#api.url, version };
    if (!publishDiscovery(this.stateFolder, discovery)) throw secondRunner(readDiscovery(this.stateFolder)?.pid);
    this.#discovery = discovery;
    this.#queue.resume();
    this.#reloader = this.#options.reload && this.#startReloader(this.#options.reload);
    if (isStoppedUnused) this.#whileUsed = new WhileUsed(() => void onStop());
    this.#hub.publish({ event: "ready", ...this.status() });
  }

  status(): RunnerStatus {
    return {
      pid: process.pid,
      workspace: this.#options.root,
      templates: this.project.templates,
      region: this.project.region,
      lambdaApi: this.#api?.url ?? "",
      engine: this.#engines[0].kind,
      engineDescription: this.#engines[0].description,
      functionCount: this.project.functions.length,
    };
  }

  functions(): Promise<FunctionSummary[]> {
    return functionSummaries(this.project.functions, this.#chronicle.buildProblems);
  }

  environments(): EnvironmentSummary[] {
    return environmentSummaries(this.#dispatcher.environments);
  }

  invocations(params: InvocationsParams): InvocationRecord[] {
    return this.#store.invocations(params);
  }

  invoke(params: InvokeParams, signal?: AbortSignal): Promise<InvokeReply> {
    return invokeForReply(this.invoker, this.#hub, params, signal);
  }

  runAtSize(params: RunAtSizeParams, signal: AbortSignal): Promise<RunAtSizeReply> {
    return runAtSize({ invoker: this.invoker, apart: this.#dispatcher.apart }, params, signal);
  }

  async cleanUp(): Promise<CleanUpReply> {
    const [stopped] = await Promise.all([
      this.#dispatcher.stopWaiting(),
      ...this.#engines.map((engine) => engine.removeLeftovers()),
      ...foldersOfRunners(this.stateFolder).map((shared) => removeFoldersOfTheDead(shared)),
    ]);
    return { stopped };
  }

  async debug(params: DebugParams, signal?: AbortSignal): Promise<DebugHold> {
    return await this.#debugSessions.start(this.invoker.require(params.functionName), params, signal);
  }

  async locate({ functionName, build, text }: LocateParams): Promise<LocatedFrame[]> {
    const fn = this.invoker.findEitherWay(functionName);
    if (!fn) return [];
    const { root } = this.#options;
    return locateFrames(text, { fn, build: this.#builder.find(fn.name, build), root, storageFolder: this.stateFolder });
  }

  calibrations(): Promise<Calibration[]> {
    return this.#estimates.calibrations();
  }

  // Async: an unknown function rejects.
  async importCosts({ functionName }: EstimatesParams): Promise<ImportCost[]> {
    return await Promise.resolve(this.#estimates.importCosts(this.invoker.require(functionName)));
  }

  async codeFacts({ functionName }: EstimatesParams): Promise<CodeFacts | null> {
    return (await this.#estimates.codeFacts(this.invoker.require(functionName))) ?? null;
  }

  logs(params: LogsParams): LogLine[] {
    return this.#store.logLines(params);
  }

  hold(): () => void {
    return this.#whileUsed?.hold() ?? (() => undefined);
  }

  subscribe(listener: (event: RunnerEvent) => void): () => void {
    return this.#hub.subscribe(listener);
  }

  /** Stops every environment and gives back everything. Idempotent; resolves when nothing runs any more. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#whileUsed?.dispose();
    // Ends with the dispatcher, for whose environments it may be waiting.
    const reloaderEnded = this.#reloader?.dispose();
    this.#debugSessions.dispose();
    const queueEnded = this.#queue.dispose();
    await this.#api?.close();
    await this.#estimates.dispose();
    await this.#dispatcher.dispose();
    await Promise.all([queueEnded, reloaderEnded]);
    await Promise.all(this.#engines.map((engine) => engine.dispose()));
    await this.#builder.dispose();
    await Promise.all(foldersOfRunners(this.stateFolder).map(removeOwnFolder));
    this.#store.close();
    if (this.#discovery) removeDiscovery(this.stateFolder, this.#discovery);
  }

  /** Closes the control channel: last of all, since whoever asked to stop waits there for the answer. */
  async closeControl(): Promise<void> {
    await this.#control?.close();
    // Opened, if `stop` came in the middle of `listen`.
    await this.#api?.close();
  }

  #throwIfStopping(): void {
    if (this.#stopping) throw new Failure("cancelled", "The runner was told to stop before it was up. Start it again.");
  }

  #startReloader(watch: WatchOptions): Reloader {
    const options = this.#options;
    return new Reloader({
      ...watch,
      project: this.project,
      readAt: this.#readAt,
      builder: this.#builder,
      dispatcher: this.#dispatcher,
      readProject: async (last) => withLastGood(await loadProjectOf(options), last),
      filesOf: (project) => projectFiles(project, options),
      observer: this.#chronicle.reloading((project) => this.#setProject(project)),
    });
  }

  #setProject(project: Project): void {
    const before = this.project;
    this.invoker.setProject(project);
    this.#chronicle.projectChanged(before, project);
  }
}

/** Where runners of one workspace have a folder each, which goes with them. */
function foldersOfRunners(stateFolder: string): string[] {
  return ["builds", "stages", "tmp", "measuring"].map((name) => join(stateFolder, name));
}
