import { performance } from "node:perf_hooks";
import type { DebugListener } from "./debug-output.ts";

/** Where a debugger attaches to a runtime. */
export interface DebuggerAddress {
  readonly host: string;
  readonly port: number;
  /** The folder that has the function's code, as the runtime names it: `/var/task`. */
  readonly remoteRoot: string;
  /** `host:port` of what holds the program, where that is not the debugger itself, for the debugger to be told. */
  readonly target?: string;
}

/** What there is between the start of a debugged runtime and its first line of user code. */
export class DebugWait implements DebugListener {
  readonly #reach: (port: number) => Promise<DebuggerAddress | undefined>;
  readonly #waiting = Promise.withResolvers<DebuggerAddress | undefined>();
  readonly #over = Promise.withResolvers<"attached" | "missed" | undefined>();
  readonly #ending = Promise.withResolvers<"held" | undefined>();
  readonly #gone = Promise.withResolvers<undefined>();
  #isAnnounced = false;
  /** On the clock of `performance.now`. */
  #sinceMs: number | undefined;
  #untilMs: number | undefined;

  /** @param reach turns the port that the runtime listens on into what this machine reaches it by; must not reject */
  constructor(reach: (port: number) => Promise<DebuggerAddress | undefined>) {
    this.#reach = reach;
  }

  /** Resolves once the runtime waits for a debugger; to undefined when it never will. Never rejects. */
  get waiting(): Promise<DebuggerAddress | undefined> {
    return this.#waiting.promise;
  }

  /** It waits, and has told where. */
  get isAnnounced(): boolean {
    return this.#isAnnounced;
  }

  /** Resolves once it waits no more: to whether a debugger has come, or undefined when it has ended. Never rejects. */
  get over(): Promise<"attached" | "missed" | undefined> {
    return this.#over.promise;
  }

  /** How long it has waited so far. */
  get waitedMs(): number {
    return this.#sinceMs === undefined ? 0 : (this.#untilMs ?? performance.now()) - this.#sinceMs;
  }

  /** Resolves when it comes to its end: to `held` if its debugger has yet to leave. Never rejects. */
  get ending(): Promise<"held" | undefined> {
    return this.#ending.promise;
  }

  /** Resolves when the runtime is gone, or about to go. Never rejects. */
  get gone(): Promise<undefined> {
    return this.#gone.promise;
  }

  onListening(port: number): void {
    this.#sinceMs ??= performance.now();
    void this.#reach(port).then((address) => {
      this.#isAnnounced = address !== undefined;
      this.#waiting.resolve(address);
    });
  }

  onGoesOn(how: "attached" | "missed"): void {
    this.#isAnnounced = false;
    this.#untilMs ??= performance.now();
    this.#over.resolve(how);
  }

  onHeld(): void {
    this.#ending.resolve("held");
  }

  /** Its sandbox is gone, or about to go. */
  ended(): void {
    this.#untilMs ??= performance.now();
    this.#waiting.resolve(undefined);
    this.#over.resolve(undefined);
    this.#ending.resolve(undefined);
    this.#gone.resolve(undefined);
  }
}
