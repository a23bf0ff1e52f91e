import { setTimeout as delay } from "node:timers/promises";
import type { DebugAdapter, DebugBackend } from "../debug/backends/backend.ts";
import { DebugRelay } from "../debug/debug-relay.ts";
import type { DebugSetup } from "../engine/debug-setup.ts";
import type { DebuggerAddress, DebugWait } from "../engine/debug-wait.ts";
import type { SandboxExit } from "../engine/engine.ts";

/** In ms. */
export interface DebuggerLimits {
  /** How long a runtime waits for a debugger that nobody attaches. */
  readonly attachMs: number;
  /** How long a runtime that ends waits for a debugger to leave. */
  readonly leaveMs: number;
  /** How long one may take to come that is about to when debugging ends. */
  readonly arriveMs: number;
}

export const debuggerLimits: DebuggerLimits = { attachMs: 30_000, leaveMs: 2_000, arriveMs: 1_000 };

export interface DebuggerAwaited {
  readonly setup: DebugSetup;
  readonly backend: Pick<
    DebugBackend,
    "tellsOfDebugger" | "roleOf" | "looksAtClock" | "openAdapter" | "letGo" | "ended" | "stopOnEntry"
  >;
  readonly stopsOnEntry?: boolean;
  /** Resolves when it is to go on: nobody is going to attach any more, but for who is about to. Must not reject. */
  readonly unwanted: Promise<unknown>;
  onWaiting(address: DebuggerAddress): void;
  /** It has not said where to attach in the time that there is for attaching. */
  onSilent(): void;
  /** None came; it is told to go on. */
  onGivenUp(): void;
  /** It can't be told to go on either. */
  onStuck(): void;
}

/** A runtime that is debugged. */
export interface DebuggedRuntime {
  readonly debugWait: DebugWait | undefined;
  /** @param exit how it counts as having ended, if not by this */
  stop(exit?: SandboxExit): Promise<void>;
}

/**
 * Tells when a runtime waits for its debugger, and sees that it waits for nobody for ever: not for a debugger that does
 * not come, nor, at its end, for one that does not leave. Never rejects.
 */
export async function awaitDebugger(
  runtime: DebuggedRuntime,
  awaited: DebuggerAwaited,
  limits = debuggerLimits,
): Promise<void> {
  const wait = runtime.debugWait;
  if (!wait) return;
  if ((await withIn(limits.attachMs, wait.waiting)) === "late") awaited.onSilent();
  const listening = await wait.waiting;
  if (!listening) return;
  const { backend } = awaited;
  const { tellsOfDebugger, openAdapter, ended, stopOnEntry } = backend;
  // Who is not told will go on: better than not to run at all.
  if (awaited.stopsOnEntry) await stopOnEntry?.(listening).catch(() => undefined);
  const release = (): void => void backend.letGo(listening, wait.over).catch(() => awaited.onStuck());
  let adapter: DebugAdapter | undefined;
  let relay: DebugRelay;
  try {
    adapter = await openAdapter?.(listening);
    const observer = {
      ...(backend.roleOf ? { roleOf: backend.roleOf } : {}),
      onAttached: () => {
        if (!tellsOfDebugger) wait.onGoesOn("attached");
      },
      onLeft: () => {
        // One that waits still was left in the middle of attaching.
        if (!tellsOfDebugger || wait.isAnnounced) release();
      },
    };
    relay = await DebugRelay.open(listening, observer, adapter);
  } catch {
    // Nobody can attach, then: what is on this machine for that has gone since debugging began.
    awaited.onGivenUp();
    release();
    return;
  }
  const gone = new AbortController();
  void wait.gone.then(() => {
    // What such a debugger says at the end is for its client to hear.
    if (tellsOfDebugger) relay.closeSoon(limits.leaveMs);
    else relay.close();
    adapter?.close();
    gone.abort();
  });
  // What has no end that it tells of ends with its debugger. An engine that can't stop it says so when the environment is reset.
  ended?.(listening, gone.signal).then(
    (exit) => runtime.stop(exit).catch(() => undefined),
    () => undefined,
  );
  awaited.onWaiting(relay.address);
  const how = await Promise.race([
    backend.looksAtClock === true ? wait.over : withIn(limits.attachMs, wait.over),
    awaited.unwanted
      .then(() => debuggerArrival(wait, limits.arriveMs))
      .then(() => (wait.isAnnounced ? "unwanted" : wait.over)),
  ]);
  if (how === "missed" || how === "late") awaited.onGivenUp();
  if (how === "late" || how === "unwanted") {
    relay.dropOnlookers();
    release();
  }
  if ((await wait.ending) === "held" && (await withIn(limits.leaveMs, wait.gone)) === "late") {
    // An engine that can't do it says so when the environment is reset.
    await runtime.stop().catch(() => undefined);
  }
}

/**
 * Resolves when a debugger that was told of this runtime a moment ago has come, or should have: one that finds nobody in
 * the middle of attaching takes that for an error, and VS Code's does not get over it. Never rejects.
 */
export async function debuggerArrival(wait: DebugWait | undefined, limitMs = debuggerLimits.arriveMs): Promise<void> {
  if (wait?.isAnnounced) await withIn(limitMs, wait.over);
}

async function withIn<T>(limitMs: number, promise: Promise<T>): Promise<T | "late" | undefined> {
  const settled = new AbortController();
  const late = delay(limitMs, "late" as const, { signal: settled.signal }).catch(() => undefined);
  const result = await Promise.race([promise, late]);
  settled.abort();
  return result;
}
