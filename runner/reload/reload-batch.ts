/** How one function fared in a reload. */
export interface FunctionReloaded {
  readonly functionName: string;
  /** 0 when only its settings have changed. */
  readonly buildMs: number;
  /** What its init failed with. */
  readonly initError: string | undefined;
}

/** What a reload came to, for those who watch the runner. */
export interface ReloadReport {
  /** Functions that run the new code, or the new settings, from now on. */
  readonly functions: readonly string[];
  /** Functions whose build failed: they go on with the build they had. */
  readonly failed: readonly string[];
  /** Absolute paths of what was saved. */
  readonly files: readonly string[];
  /** Id of the build that all of `functions` share. */
  readonly build: string;
  /** Of the slowest build, in ms; 0 when only settings have changed. */
  readonly buildMs: number;
  /** From the save to the last of `functions` being ready for calls, in ms. */
  readonly readyMs: number;
  /** By function: what its init failed with. */
  readonly initErrors: Readonly<Record<string, string>>;
}

/** Who is slower than the others by this much is told of later, in a report of his own. */
const stragglerMs = 1000;

/** One burst of saves on its way to every function it concerns. */
export class ReloadBatch {
  readonly id: string;
  readonly files: readonly string[];
  readonly #savedAtMs: number;
  readonly #report: (report: ReloadReport) => void;
  readonly #onEnd: () => void;
  readonly #pending: Set<string>;
  #ready: FunctionReloaded[] = [];
  #failed: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param options.savedAtMs on the clock of `performance.now` */
  constructor(options: {
    readonly id: string;
    readonly files: readonly string[];
    readonly savedAtMs: number;
    readonly functionNames: Iterable<string>;
    readonly report: (report: ReloadReport) => void;
    /** Nothing of it is to come any more. */
    readonly onEnd: () => void;
  }) {
    this.id = options.id;
    this.files = options.files;
    this.#savedAtMs = options.savedAtMs;
    this.#report = options.report;
    this.#onEnd = options.onEnd;
    this.#pending = new Set(options.functionNames);
  }

  succeeded(reloaded: FunctionReloaded): void {
    this.#ready.push(reloaded);
    this.#settle(reloaded.functionName);
  }

  failed(functionName: string): void {
    this.#failed.push(functionName);
    this.#settle(functionName);
  }

  /** A later burst, or the function's removal, makes this one's result uninteresting. */
  dropped(functionName: string): void {
    this.#settle(functionName);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #settle(functionName: string): void {
    this.#pending.delete(functionName);
    if (this.#pending.size === 0) {
      this.#publish();
      this.#onEnd();
    } else this.#timer ??= setTimeout(() => this.#publish(), stragglerMs);
  }

  #publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ready = this.#ready;
    const failed = this.#failed;
    this.#ready = [];
    this.#failed = [];
    if (ready.length + failed.length === 0) return;
    this.#report({
      functions: ready.map(({ functionName }) => functionName),
      failed,
      files: this.files,
      build: this.id,
      buildMs: Math.max(0, ...ready.map(({ buildMs }) => buildMs)),
      readyMs: performance.now() - this.#savedAtMs,
      initErrors: Object.fromEntries(
        ready.flatMap(({ functionName, initError }) => (initError === undefined ? [] : [[functionName, initError]])),
      ),
    });
  }
}
