import type { DebugReply, DebuggerEvent } from "../../runner/control/protocol.ts";
import type { RunnerClient } from "../../runner/control/client.ts";
import { connectTo } from "../control/connect.ts";
import type { RunningProject } from "../harness/running-project.ts";
import type { Scope } from "../harness/scope.ts";

/** A client that debugs one function, and is told of each environment that waits for a debugger. */
export class DebuggedFunction {
  readonly reply: DebugReply;
  readonly client: RunnerClient;
  readonly #waiting: DebuggerEvent[] = [];
  readonly #readers: ((event: DebuggerEvent) => void)[] = [];

  private constructor(client: RunnerClient, reply: DebugReply) {
    this.client = client;
    this.reply = reply;
  }

  static async start(scope: Scope, project: RunningProject, functionName: string): Promise<DebuggedFunction> {
    const client = await connectTo(scope, project.folder);
    const early: DebuggerEvent[] = [];
    let hear = (event: DebuggerEvent): void => void early.push(event);
    client.onEvent((event) => {
      if (event.event === "debugger") hear(event);
    });
    const debugged = new DebuggedFunction(client, await client.debug({ functionName }));
    hear = (event) => debugged.#hear(event);
    for (const event of early) debugged.#hear(event);
    return debugged;
  }

  /** The next environment that waits, of those not asked for yet. */
  nextWaiting(): Promise<DebuggerEvent> {
    const first = this.#waiting.shift();
    return first ? Promise.resolve(first) : new Promise((resolve) => this.#readers.push(resolve));
  }

  #hear(event: DebuggerEvent): void {
    const reader = this.#readers.shift();
    if (reader) reader(event);
    else this.#waiting.push(event);
  }
}
