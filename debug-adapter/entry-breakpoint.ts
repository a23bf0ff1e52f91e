import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { connectToInspector } from "../runner/debug/inspector-connection.ts";
import type { ScriptPlace } from "./entry-place.ts";

interface InspectorMessage {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly hitBreakpoints?: readonly string[] };
  readonly result?: { readonly breakpointId?: string };
}

/**
 * Has a Node.js function that waits for its debugger stop at a place, once. It is told by a connection of our own beside
 * the debugger's, which sees it stop and does the rest; that ends with the stop, with the function, or with the debugger.
 * Resolves once the breakpoint is set.
 *
 * @throws Error when the function can't be reached
 */
export async function stopOnceAt(place: ScriptPlace, address: Pick<DebuggerEvent, "host" | "port">): Promise<void> {
  const socket = await connectToInspector(address, { isOnlooker: true });
  const isSet = Promise.withResolvers<undefined>();
  let breakpointId: string | undefined;
  let hasStopped = false;
  socket.addEventListener("close", () => isSet.resolve(undefined));
  socket.addEventListener("message", ({ data }) => {
    const { id, method, params, result } = JSON.parse(String(data)) as InspectorMessage;
    if (id === setRequest) {
      breakpointId = result?.breakpointId;
      isSet.resolve(undefined);
    } else if (method === "Debugger.paused") {
      hasStopped ||= breakpointId !== undefined && (params?.hitBreakpoints?.includes(breakpointId) ?? false);
    } else if (method === "Debugger.resumed" && hasStopped) socket.close();
  });
  socket.send(JSON.stringify({ id: 1, method: "Debugger.enable" }));
  socket.send(JSON.stringify({ id: setRequest, method: "Debugger.setBreakpointByUrl", params: place }));
  await isSet.promise;
}

const setRequest = 2;
