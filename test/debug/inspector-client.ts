import assert from "node:assert/strict";
import { once } from "node:events";
import type { Scope } from "../harness/scope.ts";

/** Where a program stands still. */
export interface Pause {
  readonly callFrames: readonly {
    readonly callFrameId: string;
    readonly functionName: string;
    /** Zero-based. */
    readonly location: { readonly scriptId: string; readonly lineNumber: number };
  }[];
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A debugger that speaks the Chrome DevTools Protocol with Node.js. */
export class InspectorClient {
  readonly closed: Promise<unknown>;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  readonly #urls = new Map<string, string>();
  readonly #pauses: Pause[] = [];
  #pauseReader: ((pause: Pause) => void) | undefined;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = once(socket, "close");
    socket.addEventListener("message", ({ data }) => this.#hear(JSON.parse(String(data)) as Answer));
  }

  /** Attaches to the only program that listens on the port. It goes on once `letGo` is called. */
  static async attach(scope: Scope, { host, port }: { host: string; port: number }): Promise<InspectorClient> {
    const response = await fetch(`http://${host}:${String(port)}/json/list`);
    const targets = (await response.json()) as { webSocketDebuggerUrl: string }[];
    assert.equal(targets.length, 1);
    const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? "");
    await once(socket, "open");
    const client = new InspectorClient(socket);
    scope.after(() => client.detach());
    await client.send("Runtime.enable");
    await client.send("Debugger.enable");
    return client;
  }

  /** Sets a breakpoint on a line (zero-based) of every script whose URL matches, now or later. */
  async setBreakpoint(urlRegex: string, lineNumber: number): Promise<void> {
    await this.send("Debugger.setBreakpointByUrl", { urlRegex, lineNumber });
  }

  letGo(): Promise<unknown> {
    return this.send("Runtime.runIfWaitingForDebugger");
  }

  resume(): Promise<unknown> {
    return this.send("Debugger.resume");
  }

  /** Of the script in which it stands. */
  urlOf({ callFrames }: Pause): string | undefined {
    return this.#urls.get(callFrames[0]?.location.scriptId ?? "");
  }

  /** The value of an expression in the innermost frame. */
  async evaluate({ callFrames }: Pause, expression: string): Promise<unknown> {
    const callFrameId = callFrames[0]?.callFrameId;
    const answer = await this.send("Debugger.evaluateOnCallFrame", { callFrameId, expression, returnByValue: true });
    return (answer as { result: { value?: unknown } }).result.value;
  }

  /** The next time it stands still, of those not asked for yet. */
  nextPause(): Promise<Pause> {
    const first = this.#pauses.shift();
    return first ? Promise.resolve(first) : new Promise((resolve) => (this.#pauseReader = resolve));
  }

  async send(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    const answered = new Promise<Answer>((resolve) => this.#answers.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  detach(): void {
    this.#socket.close();
  }

  #hear({ id, method, params, ...answer }: Answer): void {
    if (id !== undefined) this.#answers.get(id)?.(answer);
    if (method === "Debugger.scriptParsed") {
      const { scriptId, url } = params as { scriptId: string; url: string };
      this.#urls.set(scriptId, url);
    }
    if (method !== "Debugger.paused") return;
    const pause = params as Pause;
    const reader = this.#pauseReader;
    this.#pauseReader = undefined;
    if (reader) reader(pause);
    else this.#pauses.push(pause);
  }
}
