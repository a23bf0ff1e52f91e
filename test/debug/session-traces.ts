import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { workspaceId } from "../../runner/control/state-folder.ts";
import { processesIn } from "../chaos/processes.ts";
import type { EngineKind } from "../harness/engines.ts";
import { docker } from "../shell-image.ts";

/** What the runner of a folder, and whoever debugs with it, has on this machine as time goes by. Linux only: from `/proc`. */
export class SessionTraces {
  readonly #folder: string;
  readonly #engine: EngineKind;
  /** There before. */
  readonly #before: ReadonlySet<string>;
  readonly #seen = new Set<string>();

  private constructor(folder: string, engine: EngineKind, before: ReadonlySet<string>) {
    this.#folder = folder;
    this.#engine = engine;
    this.#before = before;
  }

  /** What is there by now is left out. */
  static async begin(folder: string, engine: EngineKind): Promise<SessionTraces> {
    const traces = new SessionTraces(folder, engine, new Set());
    return new SessionTraces(folder, engine, new Set(await traces.#now([])));
  }

  /**
   * Takes down what is there at this moment.
   *
   * @param ports that somebody was told of, on which others may listen for a container
   */
  async look(ports: readonly number[]): Promise<void> {
    for (const trace of await this.#now(ports)) if (!this.#before.has(trace)) this.#seen.add(trace);
  }

  /** Fails when what has to be there was never seen: what nobody looks for is gone in any case. */
  assertSeen(): void {
    for (const kind of ["process", "listener", ...(this.#engine === "container" ? ["container"] : [])]) {
      const seen = [...this.#seen].some((trace) => trace.startsWith(kind));
      assert.ok(seen, `No ${kind} of the session was seen`);
    }
  }

  /** Resolves when all that was taken down is gone. Fails with what is left in the end. */
  async gone(signal: AbortSignal): Promise<void> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    for (;;) {
      const now = new Set([...(await this.#now([])), ...listeners().map(({ trace }) => trace)]);
      const left = [...this.#seen].filter((trace) => now.has(trace));
      if (left.length === 0) return;
      await delay(50, undefined, { signal: patience }).catch(() => assert.deepEqual(left, []));
    }
  }

  /** Fails with whatever there is that was not there before, seen or not. */
  async assertAsBefore(): Promise<void> {
    assert.deepEqual(
      (await this.#now([])).filter((trace) => !this.#before.has(trace)),
      [],
    );
  }

  async #now(ports: readonly number[]): Promise<string[]> {
    const pids = withDescendants(processesIn(this.#folder));
    const owned = new Set([...pids.keys()].flatMap(socketsOf));
    const listening = listeners().filter(({ inode, port }) => owned.has(inode) || ports.includes(port));
    const containers = this.#engine === "container" ? await containersOf(this.#folder) : [];
    return [...pids.values(), ...listening.map(({ trace }) => trace), ...containers];
  }
}

/** A runner that nobody uses any more ends after 5 s. */
const patienceMs = 60_000;

/** By pid, with what they descend into, wherever that has gone. A pid that is used again has another start. */
function withDescendants(roots: readonly number[]): Map<number, string> {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const processes = all.flatMap((pid) => {
    // `pid (name) state parent …`; the name has whatever it likes.
    const [state, parent, ...rest] = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, "")
      .split(" ");
    const name = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
    const trace = `process ${pid} since ${String(rest[17])}: ${name}`;
    return state === undefined || state === "Z" || state === ""
      ? []
      : [{ pid: Number(pid), parent: Number(parent), trace }];
  });
  const found = new Map<number, string>();
  const add = (pid: number): void => {
    const process = processes.find((each) => each.pid === pid);
    if (!process || found.has(pid)) return;
    found.set(pid, process.trace);
    for (const child of processes) if (child.parent === pid) add(child.pid);
  };
  for (const root of roots) add(root);
  return found;
}

interface Listener {
  readonly port: number;
  readonly inode: string;
  readonly trace: string;
}

function listeners(): Listener[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line) => {
        const fields = line.trim().split(/\s+/);
        const port = Number.parseInt(fields[1]?.split(":")[1] ?? "", 16);
        const inode = fields[9] ?? "";
        // 0A is LISTEN. Source: Linux, `include/net/tcp_states.h`.
        return fields[3] === "0A" ? [{ port, inode, trace: `listener ${inode} on ${String(port)}` }] : [];
      }),
  );
}

/** Inodes. */
function socketsOf(pid: number): string[] {
  try {
    const folder = `/proc/${String(pid)}/fd`;
    return readdirSync(folder).flatMap(
      (name) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1] ?? [],
    );
  } catch {
    return [];
  }
}

async function containersOf(folder: string): Promise<string[]> {
  const label = `label=pilotlight.workspace=${workspaceId(folder)}`;
  const ids = await docker(["ps", "--all", "--quiet", "--no-trunc", "--filter", label]);
  return ids === "" ? [] : ids.split("\n").map((id) => `container ${id}`);
}

/** Empty when it has gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
