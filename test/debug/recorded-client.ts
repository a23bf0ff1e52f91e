import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { ProtocolClient } from "@vscode/debugadapter-testsupport/lib/protocolClient.js";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { stateVariables, stopChild } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";
import type { Transcript } from "./transcript.ts";

const adapterPath = join(import.meta.dirname, "..", "..", "dist", "debug-adapter.js");

/** A client of the Debug Adapter Protocol that writes into a transcript what it says and what it has waited for. */
export class RecordedClient extends ProtocolClient {
  readonly #name: string;
  readonly #transcript: Transcript;
  readonly #output: Writable;
  readonly #events: { readonly kind: string; readonly body: unknown }[] = [];
  #lookers: (() => void)[] = [];

  private constructor(name: string, transcript: Transcript, input: Readable, output: Writable) {
    super();
    this.#name = name;
    this.#transcript = transcript;
    this.#output = output;
    this.connect(input, output);
  }

  /** Starts the built adapter as an editor does. It ends with the scope. */
  static adapter(scope: Scope, cwd: string, transcript: Transcript): RecordedClient {
    const child = spawn(process.execPath, [adapterPath], {
      cwd,
      env: { ...process.env, ...stateVariables(cwd) },
      stdio: ["pipe", "pipe", "inherit"],
    });
    scope.after(() => stopChild(child));
    return new RecordedClient("adapter", transcript, child.stdout, child.stdin);
  }

  static async debuggerAt(
    scope: Scope,
    name: string,
    address: { readonly host: string; readonly port: number },
    transcript: Transcript,
  ): Promise<RecordedClient> {
    const socket = connect(address);
    scope.after(() => socket.destroy());
    // A debugger goes with its environment, at any moment.
    socket.on("error", () => undefined);
    await once(socket, "connect");
    const client = new RecordedClient(name, transcript, socket, socket);
    socket.once("close", () => client.emit("closed", { type: "event", seq: 0, event: "closed" }));
    return client;
  }

  /** Asks, and resolves to the answer's body. */
  async ask(command: string, args: object = {}): Promise<unknown> {
    return await this.begin(command, args)();
  }

  /** Asks, and leaves the answer to whoever calls what this returns. */
  begin(command: string, args: object): () => Promise<unknown> {
    this.#transcript.asked(this.#name, command, args);
    const answered = this.send(command, args);
    answered.catch(() => undefined);
    return async () => {
      const body: unknown = (await answered).body;
      this.#transcript.answered(this.#name, command, body);
      return body;
    };
  }

  /** The first event that matches, of all that nobody has waited for yet and those to come. */
  async next(kind: string, matches: (body: EventBody) => boolean = () => true): Promise<EventBody> {
    for (;;) {
      const index = this.#events.findIndex((each) => each.kind === kind && matches((each.body ?? {}) as EventBody));
      const [found] = index < 0 ? [] : this.#events.splice(index, 1);
      if (found) {
        this.#transcript.told(this.#name, kind, found.body);
        return (found.body ?? {}) as EventBody;
      }
      await this.#heardMore();
    }
  }

  override emit(kind: string, event: DebugProtocol.Event): boolean {
    this.#events.push({ kind, body: event.body });
    for (const look of this.#lookers.splice(0)) look();
    return true;
  }

  /** Resolves when what it debugs is gone: some debuggers say so, others go along. */
  async ended(): Promise<void> {
    while (!this.#events.some(({ kind }) => kind === "terminated" || kind === "closed")) await this.#heardMore();
    this.#transcript.note(`${this.#name} has nothing to debug any more`);
    // What some wait for to go themselves.
    this.#output.end();
  }

  /** Writes down what came and nobody has waited for. */
  writeRest(): void {
    for (const { kind, body } of this.#events.splice(0)) this.#transcript.toldUnasked(this.#name, kind, body);
  }

  #heardMore(): Promise<void> {
    return new Promise((resolve) => this.#lookers.push(resolve));
  }
}

export type EventBody = Readonly<Record<string, unknown>>;
