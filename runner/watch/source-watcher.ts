import { basename, dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { longestBurstMs, otherHalfMs, pollMs, pollPauseFactor } from "./burst-timing.ts";
import { ChangeLog } from "./change-log.ts";
import type { Change } from "./change.ts";
import { explainRefusal } from "./explain-refusal.ts";
import { FolderHandles, type FolderSignal } from "./folder-handles.ts";
import { GitLocks } from "./git-locks.ts";
import { IgnoreRules } from "./ignore-rules.ts";
import { SourceTree } from "./source-tree.ts";
import { Suspicions, type Suspects } from "./suspicions.ts";

export interface SourceWatcherOptions {
  /** Absolute real path of the workspace. */
  readonly root: string;
  /** Looks at everything again and again instead of being told: for network file systems. */
  readonly usePolling: boolean;
  /** The person's own patterns: as in a `.gitignore` in `root`. */
  readonly ignore: readonly string[];
  /** One call a burst of changes. */
  readonly onChanges: (changes: readonly Change[]) => void;
  /** Something keeps changes from being seen as they should: says what, and the next step. */
  readonly onProblem: (message: string) => void;
}

/** What is watched: absolute real paths, which need not exist yet. */
export interface WatchTargets {
  readonly files: Iterable<string>;
  /** With all below them that is not ignored. */
  readonly folders: Iterable<string>;
}

/** Sees what people, editors and tools do to files. */
export class SourceWatcher {
  readonly #options: SourceWatcherOptions;
  readonly #handles: FolderHandles;
  readonly #tree: SourceTree;
  readonly #disposal = new AbortController();
  readonly #suspicions = new Suspicions();
  readonly #log = new ChangeLog();
  readonly #refusals = new Map<string, { isTold: boolean }>();
  /** Looks at the disk and changes of the targets, one after the other. */
  #queue: Promise<unknown> = Promise.resolve();
  #burst: Promise<void> | undefined;
  #polling: Promise<void> | undefined;

  static start(options: SourceWatcherOptions): SourceWatcher {
    return new SourceWatcher(options);
  }

  private constructor(options: SourceWatcherOptions) {
    this.#options = options;
    this.#handles = new FolderHandles({
      root: options.root,
      onSignal: (signal) => this.#hear(signal),
      onRefusal: (code) => this.#refusals.set(code, this.#refusals.get(code) ?? { isTold: false }),
    });
    const rules = new IgnoreRules(options.root, options.ignore);
    this.#tree = new SourceTree(options.root, rules, options.usePolling ? undefined : this.#handles);
  }

  /** What is to be watched from now on, instead of before. Resolves once changes to all of it are seen. */
  async watch({ files, folders }: WatchTargets): Promise<void> {
    const wanted = [new Set(files), new Set(folders)] as const;
    await this.#enqueue(() => this.#tree.setTargets(...wanted, this.#log));
  }

  /** Nothing is called afterwards, and no handle is left. */
  async dispose(): Promise<void> {
    this.#disposal.abort();
    this.#handles.dispose();
    await Promise.all([this.#queue, this.#burst, this.#polling]);
    // A look that was under way may have opened some.
    this.#handles.dispose();
  }

  get #isDisposed(): boolean {
    return this.#disposal.signal.aborted;
  }

  #hear({ folder, name, isRename }: FolderSignal): void {
    if (this.#isDisposed) return;
    // A folder that was removed or moved away says its own name, just as if it were one inside.
    if (name === undefined) this.#suspicions.addFolders(this.#tree.pathsUnder(folder));
    else if (isRename && name === basename(folder)) this.#suspicions.addFolders([folder]);
    else if (this.#tree.mayWant(folder, name, isRename)) this.#suspicions.addName(folder, name);
    else return;
    this.#startBurst();
  }

  #startBurst(): void {
    if (this.#isDisposed) return;
    this.#burst ??= this.#untilDisposed(() => this.#runBurst()).finally(() => {
      this.#burst = undefined;
      if (this.#suspicions.size > 0 || this.#log.size > 0) this.#startBurst();
    });
  }

  async #runBurst(): Promise<void> {
    const { signal } = this.#disposal;
    const git = new GitLocks();
    const endMs = performance.now() + longestBurstMs;
    let hasAwaitedOtherHalf = false;
    do {
      await Promise.all([this.#suspicions.settle(endMs, signal), git.find(this.#suspicions.folders())]);
      if (await git.wait(this.#suspicions.folders(), signal)) continue;
      await this.#look(this.#suspicions.take());
      if (this.#suspicions.size > 0 || hasAwaitedOtherHalf || !this.#log.mayBeHalfDone) continue;
      hasAwaitedOtherHalf = true;
      await wait(otherHalfMs, undefined, { signal });
      for (const path of this.#log.halfDone()) this.#suspicions.addName(dirname(path), basename(path));
    } while (this.#suspicions.size > 0 && performance.now() < endMs);
    const changes = this.#log.take().map((change) => this.#tree.withLinks(change));
    this.#suspicions.forgetSize();
    if (changes.length > 0 && !this.#isDisposed) this.#options.onChanges(changes);
  }

  async #look(suspects: ReadonlyMap<string, Suspects>): Promise<void> {
    const all = () => new Map(this.#tree.pathsUnder().map((path) => [path, "all"] as const));
    await this.#enqueue(() => this.#tree.look(this.#suspicions.mayHaveMissed() ? all() : suspects, this.#log));
  }

  /** Each piece of work may find that folders can't be heard, or something to report. */
  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(async () => {
      if (this.#isDisposed) return;
      await work();
      this.#tellRefusals();
      this.#startPolling();
      if (this.#log.size > 0) this.#startBurst();
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #tellRefusals(): void {
    for (const [code, refusal] of this.#refusals) {
      if (refusal.isTold || this.#isDisposed) continue;
      refusal.isTold = true;
      this.#options.onProblem(explainRefusal(code, this.#tree.unheard().length));
    }
  }

  #startPolling(): void {
    if (this.#isDisposed || this.#polling !== undefined || this.#tree.unheard().length === 0) return;
    this.#polling = this.#untilDisposed(() => this.#poll()).finally(() => (this.#polling = undefined));
  }

  async #poll(): Promise<void> {
    let pauseMs = pollMs;
    for (;;) {
      await wait(pauseMs, undefined, { signal: this.#disposal.signal });
      const startedMs = performance.now();
      const unheard = this.#tree.unheard();
      if (unheard.length === 0) return;
      await this.#look(new Map(unheard.map((path) => [path, "all"])));
      pauseMs = Math.max(pollMs, (performance.now() - startedMs) * pollPauseFactor);
    }
  }

  async #untilDisposed(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.#isDisposed) throw error;
    }
  }
}
