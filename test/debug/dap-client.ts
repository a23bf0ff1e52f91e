import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";
import type { Scope } from "../harness/scope.ts";

interface Message {
  readonly type: "response" | "event" | "request";
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly event?: string;
  readonly body?: unknown;
}

/** Where a program stands still. */
export interface Stop {
  readonly threadId: number;
  readonly frameId: number;
  readonly path: string | undefined;
  readonly line: number;
}

/** A client that speaks the Debug Adapter Protocol with a debugger itself. */
export class DapClient {
  readonly #socket: Socket;
  readonly #closed: Promise<unknown>;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #events: Message[] = [];
  #lookers: (() => void)[] = [];
  #received: Buffer = Buffer.alloc(0);
  #lastSeq = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    // Cut off in the middle of something is closed, too.
    this.#closed = once(socket, "close").catch(() => undefined);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  /** Connects, and says nothing yet. */
  static async open(scope: Scope, { host, port }: Pick<DebuggerEvent, "host" | "port">): Promise<DapClient> {
    const socket = connect({ host, port });
    await once(socket, "connect");
    const client = new DapClient(socket);
    scope.after(() => client.detach());
    return client;
  }

  /**
   * Attaches with breakpoints (one-based lines) in one source, and lets the program go on.
   *
   * @param more arguments for `attach`
   * @param filters exceptions to stop at
   */
  static async attach(
    scope: Scope,
    waiting: DebuggerEvent,
    source: string,
    lines: readonly number[],
    more: object = {},
    filters: readonly string[] = [],
  ): Promise<DapClient> {
    const client = await DapClient.open(scope, waiting);
    await client.send("initialize", { adapterID: "test", linesStartAt1: true, pathFormat: "path" });
    const attached = client.send("attach", { ...attachArguments(waiting), ...more });
    await client.#event("initialized");
    await client.send("setBreakpoints", { source: { path: source }, breakpoints: lines.map((line) => ({ line })) });
    if (filters.length > 0) await client.send("setExceptionBreakpoints", { filters });
    await client.send("configurationDone");
    await attached;
    return client;
  }

  /** Attaches as far as where breakpoints would be set: the program waits on. */
  async attachHalfway(waiting: DebuggerEvent): Promise<void> {
    await this.send("initialize", { adapterID: "test", linesStartAt1: true, pathFormat: "path" });
    // Answered only after all that is to follow, if at all.
    void this.send("attach", attachArguments(waiting)).catch(() => undefined);
    await this.#event("initialized");
  }

  /** The next time it stands still, of those not asked for yet. */
  async nextStop(): Promise<Stop> {
    const { threadId } = (await this.#event("stopped")) as { threadId: number };
    const trace = (await this.send("stackTrace", { threadId, levels: 1 })) as {
      stackFrames: { id: number; line: number; source?: { path?: string } }[];
    };
    const [frame] = trace.stackFrames;
    return { threadId, frameId: frame?.id ?? 0, path: frame?.source?.path, line: frame?.line ?? 0 };
  }

  async evaluate({ frameId }: Stop, expression: string): Promise<string> {
    return ((await this.send("evaluate", { frameId, expression })) as { result: string }).result;
  }

  /** The local variables there, as the debugger writes them. */
  async locals({ frameId }: Stop): Promise<Readonly<Record<string, string>>> {
    const { scopes } = (await this.send("scopes", { frameId })) as { scopes: { variablesReference: number }[] };
    const { variables } = (await this.send("variables", {
      variablesReference: scopes[0]?.variablesReference,
    })) as { variables: { name: string; value: string }[] };
    return Object.fromEntries(variables.map(({ name, value }) => [name, value]));
  }

  /** Resolves when the program is gone. */
  async programEnded(): Promise<void> {
    // In a container debugpy's adapter goes with it.
    await Promise.race([this.#event("terminated"), this.#closed]);
    // Without a client, debugpy's adapter ends.
    this.detach();
  }

  resume({ threadId }: Stop): Promise<unknown> {
    return this.send("continue", { threadId });
  }

  async send(command: string, args: object = {}): Promise<unknown> {
    const seq = ++this.#lastSeq;
    const answered = new Promise<Message>((resolve) => this.#answers.set(seq, resolve));
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.#socket.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
    const { success, message, body } = await answered;
    if (success !== true) throw new Error(`${command}: ${String(message)}`);
    return body;
  }

  detach(): void {
    this.#socket.destroy();
  }

  /** Takes the first event of the kind, of all so far and to come. */
  async #event(kind: string): Promise<unknown> {
    for (;;) {
      const index = this.#events.findIndex(({ event }) => event === kind);
      if (index >= 0) return this.#events.splice(index, 1)[0]?.body;
      await new Promise<void>((resolve) => this.#lookers.push(resolve));
    }
  }

  #receive(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const headEnd = this.#received.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/.exec(this.#received.subarray(0, Math.max(headEnd, 0)).toString())?.[1];
      const end = headEnd + 4 + Number(length);
      if (length === undefined || this.#received.length < end) return;
      this.#hear(JSON.parse(this.#received.subarray(headEnd + 4, end).toString()) as Message);
      this.#received = this.#received.subarray(end);
    }
  }

  #hear(message: Message): void {
    if (message.type === "response") this.#answers.get(message.request_seq ?? 0)?.(message);
    if (message.type !== "event") return;
    this.#events.push(message);
    for (const look of this.#lookers.splice(0)) look();
  }
}

function attachArguments({ language, localRoot, remoteRoot, target = "" }: DebuggerEvent): object {
  switch (language) {
    case "go":
      return { mode: "remote" };
    case "native":
      return { program: join(localRoot, "bootstrap"), "gdb-remote-port": Number(target.split(":")[1]) };
    default:
      return { pathMappings: [{ localRoot, remoteRoot }] };
  }
}
