import { setImmediate as nextTurn } from "node:timers/promises";
import type { BuildInputs } from "../build/builder.ts";
import { savedSince } from "./saved-at.ts";

/** What is watched: the files of the project itself, and what each function is made of. */
export class WatchedSources {
  /** By function name. */
  readonly inputs = new Map<string, BuildInputs>();
  #projectFiles: ReadonlySet<string> = new Set();
  readonly #watch: (targets: { files: ReadonlySet<string>; folders: ReadonlySet<string> }) => Promise<void>;
  readonly #onMissed: (files: readonly string[]) => void;
  #running: Promise<void> | undefined;
  #isAgainWanted = false;
  /** Files that changes were not looked for from the start, and when they began to be read, in Unix time. */
  #unchecked = new Map<string, number>();

  /** @param onMissed hears of files that were saved after they were read and before they were watched */
  constructor(
    watch: (targets: { files: ReadonlySet<string>; folders: ReadonlySet<string> }) => Promise<void>,
    onMissed: (files: readonly string[]) => void,
  ) {
    this.#watch = watch;
    this.#onMissed = onMissed;
  }

  isProjectFile(path: string): boolean {
    return this.#projectFiles.has(path);
  }

  /** @param readAt Unix time in ms at which they began to be read */
  setProjectFiles(files: Iterable<string>, readAt: number): void {
    const before = this.#projectFiles;
    this.#projectFiles = new Set(files);
    for (const file of this.#projectFiles) if (!before.has(file)) this.#unchecked.set(file, readAt);
  }

  /**
   * Whether these are others than before.
   *
   * @param readAt Unix time in ms at which they began to be read
   */
  setInputs(functionName: string, inputs: BuildInputs, readAt: number): boolean {
    const before = this.inputs.get(functionName);
    this.inputs.set(functionName, inputs);
    if (before && isSame(before, inputs)) return false;
    // Also those that are watched for others: a save of one was not taken for a save of this function's.
    for (const file of inputs.files) if (!before?.files.has(file)) this.#unchecked.set(file, readAt);
    return true;
  }

  /** Has the watcher watch what is known now. Resolves once it does. */
  async refresh(): Promise<void> {
    this.#isAgainWanted = true;
    // Many builds at once make one request.
    this.#running ??= this.#refreshAll().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #refreshAll(): Promise<void> {
    await nextTurn();
    while (this.#isAgainWanted) {
      this.#isAgainWanted = false;
      const unchecked = this.#unchecked;
      this.#unchecked = new Map();
      const inputs = [...this.inputs.values()];
      const files = new Set([...this.#projectFiles, ...inputs.flatMap((each) => [...each.files])]);
      const folders = new Set(inputs.flatMap((each) => each.folders.map(({ path }) => path)));
      await this.#watch({ files, folders });
      const missed = await savedSince(unchecked);
      if (missed.length > 0) this.#onMissed(missed);
    }
  }
}

function isSame(one: BuildInputs, other: BuildInputs): boolean {
  const text = ({ folders }: BuildInputs): string => JSON.stringify(folders);
  return (
    one.files.size === other.files.size &&
    [...one.files].every((file) => other.files.has(file)) &&
    text(one) === text(other)
  );
}
