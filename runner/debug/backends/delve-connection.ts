import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";

interface Answer {
  readonly id: number;
  readonly result: unknown;
  readonly error: string | null;
}

/**
 * Speaks Delve's own JSON-RPC, which it understands on the same port as the Debug Adapter Protocol and beside clients of
 * that. Source: Delve, `service/rpc2`.
 */
export class DelveConnection {
  readonly #socket: Socket;
  readonly #answers = new Map<number, PromiseWithResolvers<unknown>>();
  #received = "";
  #lastId = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => undefined);
    socket.once("close", () => {
      for (const { reject } of this.#answers.values()) reject(new Error("Delve has closed the connection."));
    });
    socket.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
  }

  /** @throws Error when nobody listens there */
  static async open({ host, port }: Pick<DebuggerAddress, "host" | "port">): Promise<DelveConnection> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, "connect");
    return new DelveConnection(socket);
  }

  /** @throws DelveError with what Delve has against it; Error when the connection is lost */
  call(method: string, parameters: object): Promise<unknown> {
    const id = ++this.#lastId;
    const answer = Promise.withResolvers<unknown>();
    this.#answers.set(id, answer);
    this.#socket.write(JSON.stringify({ id, method: `RPCServer.${method}`, params: [parameters] }));
    if (this.#socket.destroyed) answer.reject(new Error("Delve has closed the connection."));
    return answer.promise;
  }

  /** Has the program go on, and leaves: that would be answered no sooner than it stands still again. */
  continueAndClose(): void {
    this.#socket.end(JSON.stringify({ id: 0, method: "RPCServer.Command", params: [{ name: "continue" }] }));
  }

  close(): void {
    this.#socket.destroy();
  }

  /** An answer a line. */
  #receive(text: string): void {
    const lines = (this.#received + text).split("\n");
    this.#received = lines.pop() ?? "";
    for (const line of lines) this.#hear(JSON.parse(line) as Answer);
  }

  #hear({ id, result, error }: Answer): void {
    const answer = this.#answers.get(id);
    this.#answers.delete(id);
    if (error === null) answer?.resolve(result);
    else answer?.reject(new DelveError(error));
  }
}

/** Delve's own words. */
export class DelveError extends Error {
  override readonly name = "DelveError";
}
