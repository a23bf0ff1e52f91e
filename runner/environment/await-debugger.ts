import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { DebugSetup } from "../engine/debug-setup.ts";
import type { DebuggerAddress, DebugWait } from "../engine/debug-wait.ts";

/** In ms. */
export interface DebuggerLimits {
  /** How long a runtime waits for a debugger that nobody attaches. */
  readonly attachMs: number;
  /** How long a runtime that ends waits for a debugger to leave. */
  readonly leaveMs: number;
}

export const debuggerLimits: DebuggerLimits = { attachMs: 30_000, leaveMs: 2_000 };

export interface DebuggerAwaited {
  readonly setup: DebugSetup;
  onWaiting(address: DebuggerAddress): void;
  /** None came; it is told to go on. */
  onGivenUp(): void;
  /** It can't be told to go on either. */
  onStuck(): void;
}

/** A runtime that is debugged. */
export interface DebuggedRuntime {
  readonly debugWait: DebugWait | undefined;
  stop(): Promise<void>;
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
  const address = await wait?.waiting;
  if (!wait || !address) return;
  awaited.onWaiting(address);
  // Python looks at the clock itself.
  const how = awaited.setup.language === "node" ? await withIn(limits.attachMs, wait.over) : await wait.over;
  if (how === "missed" || how === "late") awaited.onGivenUp();
  if (how === "late") letGo(address).catch(() => awaited.onStuck());
  if ((await wait.ending) === "held" && (await withIn(limits.leaveMs, wait.gone)) === "late") {
    // An engine that can't do it says so when the environment is reset.
    await runtime.stop().catch(() => undefined);
  }
}

async function withIn<T>(limitMs: number, promise: Promise<T>): Promise<T | "late" | undefined> {
  const settled = new AbortController();
  const late = delay(limitMs, "late" as const, { signal: settled.signal }).catch(() => undefined);
  const result = await Promise.race([promise, late]);
  settled.abort();
  return result;
}

/** Attaches to Node.js' inspector as a debugger would, for just the word that it waits for. */
async function letGo({ host, port }: DebuggerAddress): Promise<void> {
  const targets = await fetch(`http://${host}:${String(port)}/json/list`);
  const [target] = (await targets.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await once(socket, "open");
  socket.send('{"id":1,"method":"Runtime.runIfWaitingForDebugger"}');
  await once(socket, "message");
  socket.close();
}
