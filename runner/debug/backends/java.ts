import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import { Failure } from "../../model/failure.ts";
import { findRuntime } from "../../model/runtimes.ts";
import type { DebugBackend } from "./backend.ts";

/** Java: the virtual machine's own wire protocol, JDWP, which one debugger at a time can speak. */
export const javaBackend: DebugBackend = {
  requireDebuggable({ name, runtime = "" }) {
    // Where a virtual machine can't be given options of its own.
    if (findRuntime(runtime)?.os !== "AL1") return;
    throw new Failure(
      "debug-unavailable",
      `${name} runs on ${runtime}, whose start can't be changed for a debugger. Set a newer Runtime in the template, such as java8.al2.`,
    );
  },
  setUp: () => Promise.resolve({ language: "java" }),
  tellsOfDebugger: false,
  letGo,
};

/** A machine whose debugger has just left listens anew a moment later. */
const patienceMs = 2_000;

/** Attaches for just the word that the machine waits for. */
async function letGo(address: DebuggerAddress): Promise<void> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    try {
      await resume(address);
      return;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
      await delay(50);
    }
  }
}

/** @throws Error when no machine answers there */
async function resume({ host, port }: DebuggerAddress): Promise<void> {
  const socket = connect({ host, port });
  socket.setTimeout(patienceMs, () => socket.destroy(new Error("The virtual machine does not answer")));
  let received = "";
  socket.on("data", (chunk: Buffer) => {
    const isAnswered = received.startsWith(handshake);
    received += chunk.toString("latin1");
    // It closes the connection after the second.
    if (!isAnswered && received.startsWith(handshake)) socket.write(Buffer.concat([command(1, 9), command(2, 6)]));
  });
  socket.write(handshake);
  await once(socket, "close");
  if (!received.startsWith(handshake)) throw new Error("No virtual machine answers");
}

// Source: Java Platform, "Java Debug Wire Protocol" and its "Protocol Details": in the set of commands for the whole
// virtual machine, 9 is Resume and 6 Dispose.
const handshake = "JDWP-Handshake";

function command(id: number, number: number): Buffer {
  const packet = Buffer.alloc(11);
  packet.writeUInt32BE(packet.length, 0);
  packet.writeUInt32BE(id, 4);
  packet.set([0, 1, number], 8);
  return packet;
}
