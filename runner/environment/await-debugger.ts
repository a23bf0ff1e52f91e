import { once } from "node:events";
import type { DebuggerAddress, DebugWait } from "../engine/debug-wait.ts";

/** How long a runtime waits for a debugger that nobody attaches, in s. */
export const attachLimitS = 30;

export interface DebuggerAwaited {
  onWaiting(address: DebuggerAddress): void;
  /** None came; it is told to go on. */
  onGivenUp(): void;
  /** It can't be told to go on either. */
  onStuck(): void;
}

/** Tells when a runtime waits for its debugger, and has it go on without when none comes. Never rejects. */
export async function awaitDebugger(wait: DebugWait, awaited: DebuggerAwaited): Promise<void> {
  const address = await wait.waiting;
  if (!address) return;
  awaited.onWaiting(address);
  const limit = setTimeout(() => {
    awaited.onGivenUp();
    letGo(address).catch(() => awaited.onStuck());
  }, attachLimitS * 1000);
  await wait.over;
  clearTimeout(limit);
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
