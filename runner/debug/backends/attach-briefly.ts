import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";

/** How long a debugger may take to let its program go, in ms. One that another client is about to leave refuses at first. */
const patienceMs = 10_000;

const retryMs = 50;

/** How long it may say nothing, in ms. */
const silenceMs = 1_000;

/**
 * Attaches by the Debug Adapter Protocol, for just the word that a runtime waits for, and leaves once it goes on. If it does so by
 * itself, that is as well.
 *
 * @param goesOn resolves when it does. A debugger that is left sooner may take its word back.
 * @throws Error when no debugger answers there in time
 */
export async function attachBriefly(address: DebuggerAddress, goesOn: Promise<unknown>): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    try {
      await attachOnce(address, goesOn);
      return;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      const isGoing = goesOn.then(() => true);
      if (await Promise.race([isGoing, delay(retryMs, false)])) return;
    }
  }
}

async function attachOnce({ host, port }: DebuggerAddress, goesOn: Promise<unknown>): Promise<void> {
  const socket = connect({ host, port, noDelay: true });
  socket.setTimeout(silenceMs, () => socket.destroy(new Error("The debugger does not answer")));
  const configured = once(socket, "configurationDone");
  const closed = once(socket, "close");
  try {
    listen(socket);
    send(socket, 1, "initialize", { adapterID: "pilotlight", pathFormat: "path" });
    send(socket, 2, "attach", { pathMappings: [] });
    await Promise.race([configured, closed.then(refuse)]);
    await Promise.race([goesOn, closed]);
    send(socket, 4, "disconnect", { terminateDebuggee: false });
    await Promise.race([once(socket, "disconnect"), closed]);
  } finally {
    socket.destroy();
  }
}

/** Says that it is configured as soon as the debugger wants to know, and emits each answer as an event of its command. */
function listen(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const headEnd = received.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/i.exec(received.toString("latin1", 0, Math.max(headEnd, 0)))?.[1];
      const end = headEnd + 4 + Number(length);
      if (length === undefined || received.length < end) return;
      const { type, event, command, success, message } = JSON.parse(
        received.toString("utf8", headEnd + 4, end),
      ) as Message;
      received = received.subarray(end);
      if (event === "initialized") send(socket, 3, "configurationDone", {});
      if (success === false) socket.destroy(new Error(`The debugger refuses ${String(command)}: ${String(message)}`));
      else if (type === "response" && command !== undefined) socket.emit(command);
    }
  });
}

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
}

function send(socket: Socket, seq: number, command: string, args: object): void {
  const text = JSON.stringify({ seq, type: "request", command, arguments: args });
  socket.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
}

function refuse(): never {
  throw new Error("The debugger has closed the connection");
}
