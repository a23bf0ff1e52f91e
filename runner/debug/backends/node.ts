import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import { connectToInspector, inspectorClient } from "../inspector-connection.ts";
import type { DebugBackend } from "./backend.ts";

/** Node.js: its own inspector. */
export const nodeBackend: DebugBackend = {
  setUp: () => Promise.resolve({ language: "node" }),
  tellsOfDebugger: true,
  roleOf: inspectorClient,
  letGo,
};

/** Attaches to the inspector for just the word that it waits for. */
async function letGo(address: DebuggerAddress): Promise<void> {
  const socket = await connectToInspector(address);
  socket.send('{"id":1,"method":"Runtime.runIfWaitingForDebugger"}');
  await new Promise((resolve) => {
    socket.addEventListener("message", resolve);
    // It has ended.
    socket.addEventListener("close", resolve);
  });
  socket.close();
}
