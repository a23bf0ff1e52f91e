import { normalize } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RunnerEvent } from "../runner/control/protocol.ts";

/** How functions fared in a reload. */
export type Reloaded = Pick<Extract<RunnerEvent, { event: "reload" }>, "functions" | "failed" | "files">;

interface KnownBreakpoint {
  readonly id: number;
  readonly line: number;
}

const pending = "Bound as soon as the function is invoked.";
const outdated =
  "The code that runs is older than this file, whose last save could not be built. Until a save can be built, this may be " +
  "missed, or hit elsewhere.";

/**
 * The breakpoints that a client has told its session of. The debuggers of the environments bind them, and know nothing of
 * builds; so it is said here when what runs is older than the file that one is in.
 */
export class KnownBreakpoints {
  readonly #isBound: () => boolean;
  /** By path of their source, as compared. */
  readonly #breakpoints = new Map<string, readonly KnownBreakpoint[]>();
  /** Paths of what was saved since a function's last build, as compared, by its name. */
  readonly #unbuilt = new Map<string, Set<string>>();
  #lastId = 0;

  /**
   * @param isBound whether to claim that breakpoints in old code are bound, for clients that show of several sessions what
   *   the first of those says that have bound one
   */
  constructor(isBound: () => boolean) {
    this.#isBound = isBound;
  }

  /** Takes over all of a source. */
  set(path: string, lines: readonly number[]): DebugProtocol.Breakpoint[] {
    const breakpoints = lines.map((line) => ({ id: ++this.#lastId, line }));
    const source = compared(path);
    this.#breakpoints.set(source, breakpoints);
    return this.#told(source, breakpoints);
  }

  /** A reload has ended. Tells of what has changed by that. */
  reloaded({ functions, failed, files }: Reloaded): DebugProtocol.Breakpoint[] {
    const before = this.#outdated;
    for (const name of functions) this.#unbuilt.delete(name);
    for (const name of failed) {
      this.#unbuilt.set(name, new Set([...(this.#unbuilt.get(name) ?? []), ...files.map(compared)]));
    }
    const after = this.#outdated;
    return [...this.#breakpoints]
      .filter(([source]) => before.has(source) !== after.has(source))
      .flatMap(([source, breakpoints]) => this.#told(source, breakpoints));
  }

  get #outdated(): Set<string> {
    return new Set([...this.#unbuilt.values()].flatMap((sources) => [...sources]));
  }

  #told(source: string, breakpoints: readonly KnownBreakpoint[]): DebugProtocol.Breakpoint[] {
    const isOutdated = this.#outdated.has(source);
    return breakpoints.map(({ id, line }) =>
      isOutdated
        ? { id, line, verified: this.#isBound(), message: outdated }
        : { id, line, verified: false, message: pending, reason: "pending" },
    );
  }
}

/** Clients and runners write drives of Windows each in their way. */
function compared(path: string): string {
  const normal = normalize(path);
  return process.platform === "win32" ? normal.toLowerCase() : normal;
}
