import type { DebuggerAddress } from "../engine/debug-wait.ts";

/** What a client says as it connects that is there beside a debugger, and is none. Node.js leaves headers that it does not know. */
const onlookerHeader = "x-pilotlight-onlooker";

export interface InspectorConnectionOptions {
  /** Whoever relays does not take the client for a debugger, and cuts it off once there is none any more. */
  readonly isOnlooker?: boolean;
}

/**
 * Opens a connection to the inspector of a program in Node.js. The caller closes it.
 *
 * @throws Error when nobody answers there
 */
export async function connectToInspector(
  { host, port }: Pick<DebuggerAddress, "host" | "port">,
  { isOnlooker = false }: InspectorConnectionOptions = {},
): Promise<WebSocket> {
  const targets = await fetch(`http://${host}:${String(port)}/json/list`);
  const [target] = (await targets.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(
    target?.webSocketDebuggerUrl ?? "",
    isOnlooker ? { headers: { [onlookerHeader]: "1" } } : {},
  );
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("close", () => reject(new Error(`Port ${String(port)} was closed by the program`)));
  });
  return socket;
}

/** Who it is that says this to an inspector; undefined for one that only asks what there is to attach to. */
export function inspectorClient(said: Buffer): "debugger" | "onlooker" | undefined {
  const text = said.toString("latin1");
  if (!/^GET \S+ HTTP[^]*\r\nupgrade: websocket\r\n/i.test(text)) return undefined;
  return text.toLowerCase().includes(`\r\n${onlookerHeader}:`) ? "onlooker" : "debugger";
}
