import type { Builder, BuildInputs } from "../build/builder.ts";
import { newBuildId, type Dispatcher } from "../environment/dispatcher.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction, Project } from "../model/function.ts";
import { startOfFile, type Problem } from "../model/problem.ts";
import { affectedBy } from "../watch/affected-by.ts";
import { changedFunctions, type FunctionChange } from "./changed-functions.ts";
import { realPathOf } from "./real-path.ts";
import { ReloadBatch, type ReloadReport } from "./reload-batch.ts";
import { ReloadQueue } from "./reload-queue.ts";
import { savedAtMs } from "./saved-at.ts";
import type { Change } from "../watch/change.ts";
import { SourceWatcher } from "../watch/source-watcher.ts";
import { WatchedSources } from "./watched-sources.ts";

export interface WatchOptions {
  /** For file systems that tell of no changes, such as network ones. */
  readonly usePolling: boolean;
  /** What is not to be watched, in the syntax of `.gitignore`, relative to the workspace. */
  readonly ignore: readonly string[];
}

export interface ReloaderOptions extends WatchOptions {
  readonly project: Project;
  /** Unix time in ms at which reading it began. */
  readonly readAt: number;
  readonly builder: Builder;
  readonly dispatcher: Dispatcher;
  /** Reads the project again, in the place of the one given. Throws as `loadProject`. */
  readonly readProject: (last: Project) => Promise<Project>;
  /** Absolute paths of what a project was read from. */
  readonly filesOf: (project: Project) => readonly string[];
  readonly observer: ReloaderObserver;
}

export interface ReloaderObserver {
  /** The project was read again; the dispatcher knows its functions already. */
  onProject(project: Project): void;
  onReload(report: ReloadReport): void;
  onProblem(problem: Problem): void;
  onBug(error: unknown): void;
}

/** So many functions that nobody has called are made ready by one burst; the others are when they are called. */
const maxUnused = 4;

/** Problems that go away when a file comes. */
const mendedByFiles: ReadonlySet<string> = new Set(["code-missing", "handler-not-found"]);

/**
 * Watches the sources of all functions and lets what is saved take effect: builds, settings, functions that come and
 * go. The bursts of saves are looked at one after the other, what follows from them runs side by side.
 */
export class Reloader {
  readonly #options: ReloaderOptions;
  readonly #watcher: SourceWatcher;
  readonly #sources: WatchedSources;
  readonly #jobs: ReloadQueue;
  readonly #batches = new Set<ReloadBatch>();
  #project: Project;
  #bursts: Promise<void>;
  #isDisposed = false;

  /** Watches from now on. Nothing that was saved since the project was read is missed. The caller disposes. */
  constructor(options: ReloaderOptions) {
    const { observer, dispatcher } = options;
    this.#options = options;
    this.#project = options.project;
    this.#watcher = SourceWatcher.start({
      root: options.project.root,
      usePolling: options.usePolling,
      ignore: options.ignore,
      onChanges: (changes) => this.#enqueue(changes),
      onProblem: (message) => observer.onProblem(this.#problem("watch-incomplete", message)),
    });
    this.#sources = new WatchedSources(
      (targets) => this.#watcher.watch(targets),
      (missed) => this.#enqueue(missed.map((path) => ({ path, kind: "changed" }))),
    );
    this.#jobs = new ReloadQueue({
      dispatcher,
      onProblem: (problem) => observer.onProblem(problem),
      onBug: (error) => observer.onBug(error),
    });
    this.#bursts = this.#learn(options.project, options.readAt).catch((error: unknown) => observer.onBug(error));
  }

  /** A build says what it was made of. `startedAt` (Unix time in ms) is when it began to read. */
  setInputs(fn: LambdaFunction, inputs: BuildInputs, startedAt: number): void {
    if (this.#isDisposed || !this.#sources.setInputs(fn.name, inputs, startedAt)) return;
    this.#sources.refresh().catch((error: unknown) => this.#options.observer.onBug(error));
  }

  /** Nothing is reloaded any more. Resolves when what is under way has ended. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#watcher.dispose();
    await this.#bursts;
    await this.#jobs.dispose();
    for (const batch of this.#batches) batch.dispose();
  }

  #enqueue(changes: readonly Change[]): void {
    if (this.#isDisposed) return;
    this.#bursts = this.#bursts
      .then(() => this.#handle(changes))
      .catch((error: unknown) => this.#options.observer.onBug(error));
  }

  /** Takes note of where a project and its functions come from, and watches it. */
  async #learn(project: Project, readAt: number): Promise<void> {
    const { builder, filesOf, dispatcher } = this.#options;
    this.#project = project;
    this.#sources.setProjectFiles(await Promise.all(filesOf(project).map(realPathOf)), readAt);
    const { inputs } = this.#sources;
    const names = new Set(project.functions.map(({ name }) => name));
    for (const name of inputs.keys()) if (!names.has(name)) inputs.delete(name);
    const unbuilt = project.functions.filter(({ name }) => !dispatcher.isBuilt(name));
    await Promise.all(
      unbuilt.map(async (fn) => {
        const likely = await builder.likelyInputs(fn);
        // A build that has begun meanwhile tells, or has told, better.
        if (!dispatcher.isBuilt(fn.name)) inputs.set(fn.name, likely);
      }),
    );
    await this.#sources.refresh();
  }

  async #handle(changes: readonly Change[]): Promise<void> {
    if (this.#isDisposed) return;
    const savedMs = await savedAtMs(changes);
    const edited = affectedBy(changes, this.#sources.inputs);
    const settings = this.#concernsProject(changes) ? await this.#readProject() : [];
    for (const [name, paths] of edited) this.#jobs.addChanged(name, paths);
    this.#reload(changes, savedMs, new Set(edited.keys()), settings);
  }

  #concernsProject(changes: readonly Change[]): boolean {
    const isIncomplete = this.#project.problems.some(({ code }) => mendedByFiles.has(code));
    return changes.some(({ path, kind }) => this.#sources.isProjectFile(path) || (isIncomplete && kind !== "changed"));
  }

  /** Reads the project again and lets its functions come and go. Resolves to those that run in another way now. */
  async #readProject(): Promise<FunctionChange[]> {
    const { readProject, dispatcher, observer } = this.#options;
    const before = this.#project;
    const readAt = Date.now();
    let project: Project;
    try {
      project = await readProject(before);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      observer.onProblem(this.#problem(error.code, error.message));
      return [];
    }
    const known = new Set(before.problems.map((problem) => JSON.stringify(problem)));
    for (const problem of project.problems) if (!known.has(JSON.stringify(problem))) observer.onProblem(problem);
    dispatcher.setFunctions(project.functions);
    const changes = changedFunctions(before.functions, project.functions);
    const changed = new Set(changes.map(({ fn }) => fn.name));
    for (const fn of project.functions) if (!changed.has(fn.name)) dispatcher.describe(fn);
    observer.onProject(project);
    await this.#learn(project, readAt);
    return changes;
  }

  #reload(
    changes: readonly Change[],
    savedMs: number,
    edited: ReadonlySet<string>,
    settings: readonly FunctionChange[],
  ): void {
    const { dispatcher, observer } = this.#options;
    const changed = new Map(settings.map((change) => [change.fn.name, change]));
    const concerned = this.#project.functions.filter(({ name }) => edited.has(name) || changed.has(name));
    const used = concerned.filter(({ name }) => dispatcher.isInUse(name));
    const unused = concerned.filter((fn) => !used.includes(fn));
    const isMadeReady = unused.length <= maxUnused;
    // Whoever was never built is built by the first call, from what there is then.
    const functions = [
      ...used,
      ...unused.filter(({ name }) => dispatcher.isBuilt(name) || (isMadeReady && edited.has(name))),
    ];
    for (const fn of concerned) if (!functions.includes(fn)) dispatcher.describe(fn);
    if (functions.length === 0) return;

    const batch = new ReloadBatch({
      id: newBuildId(),
      files: changes.map(({ path }) => path),
      savedAtMs: savedMs,
      functionNames: functions.map(({ name }) => name),
      report: (report) => observer.onReload(report),
      onEnd: () => this.#batches.delete(batch),
    });
    this.#batches.add(batch);
    this.#jobs.add(
      functions.map((fn) => ({
        fn,
        isBuildNeeded: edited.has(fn.name) || changed.get(fn.name)?.isBuildNeeded === true,
        isWarmUpWanted: used.includes(fn) || isMadeReady,
        batch,
      })),
    );
  }

  #problem(code: string, message: string): Problem {
    const file = this.#project.templates[0] ?? this.#project.root;
    return { code, severity: "warning", message, hint: "", file, range: startOfFile };
  }
}
