import { once } from "node:events";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import type { DebugBackend } from "./backend.ts";

/** Node.js: its own inspector. */
export const nodeBackend: DebugBackend = {
  setUp: () => Promise.resolve({ language: "node" }),
  tellsOfDebugger: true,
  isDebugger: (said) => /^GET \S+ HTTP[^]*\r\nupgrade: websocket\r\n/i.test(said.toString("latin1")),
  letGo,
};

/** Attaches to the inspector for just the word that it waits for. */
async function letGo({ host, port }: DebuggerAddress): Promise<void> {
  const targets = await fetch(`http://${host}:${String(port)}/json/list`);
  const [target] = (await targets.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await once(socket, "open");
  socket.send('{"id":1,"method":"Runtime.runIfWaitingForDebugger"}');
  await once(socket, "message");
  socket.close();
}
