import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A Node process that says on its standard output when it is ready, and ends with its owner. */
export class Child implements AsyncDisposable {
  readonly pid: number;
  /** Just before it was spawned, on the clock of `performance.now`. */
  readonly spawnedAtMs: number;
  /** The first line it printed. */
  readonly firstLine: string;
  /** From its spawn to its first line. */
  readonly readyMs: number;
  readonly #child: ChildProcess;
  readonly #listeners: Set<(line: string) => void>;

  private constructor(
    child: ChildProcess,
    spawnedAtMs: number,
    firstLine: string,
    listeners: Set<(line: string) => void>,
  ) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.spawnedAtMs = spawnedAtMs;
    this.readyMs = performance.now() - spawnedAtMs;
    this.firstLine = firstLine;
    this.#listeners = listeners;
  }

  /** Resolves with its first line; rejects when it ends without. */
  static async start(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Child> {
    const spawnedAtMs = performance.now();
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout });
    const listeners = new Set<(line: string) => void>();
    const first = Promise.withResolvers<string>();
    lines.once("line", first.resolve);
    lines.on("line", (line) => listeners.forEach((listener) => listener(line)));
    child.once("close", () => first.reject(new Error(`node ${args.join(" ")} ended before it was ready.`)));
    return new Child(child, spawnedAtMs, await first.promise, listeners);
  }

  /** Resolves to the next line that `read` makes something of. */
  async nextLine<T>(read: (line: string) => T | undefined): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const listener = (line: string): void => {
      const value = read(line);
      if (value !== undefined) resolve(value);
    };
    this.#listeners.add(listener);
    try {
      return await promise;
    } finally {
      this.#listeners.delete(listener);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.kill("SIGTERM");
    await closed;
  }
}
