import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import {
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import { publishDiscovery } from "../../runner/control/discovery.ts";
import {
  debugRequest,
  eventNotification,
  functionsRequest,
  holdRequest,
  invokeRequest,
  logsRequest,
  stopDebuggingRequest,
  subscribeRequest,
  type FunctionSummary,
  type InvokeReply,
  type RunnerEvent,
} from "../../runner/control/protocol.ts";
import type { FailureCode } from "../../runner/model/failure.ts";
import { stateFolderOf } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

export interface FakeAnswers {
  /** Why debugging can't be turned on. */
  readonly refusal?: { readonly code: FailureCode; readonly message: string };
  readonly reply?: InvokeReply;
}

const orders = { name: "Orders", logicalId: "OrdersFunction", template: "/work/template.yaml" } as FunctionSummary;

/** What a client sees of a runner of one function, `Orders`: it says what it is told to, and runs nothing. */
export class FakeRunner {
  /** What was asked of it about debugging and calls, in order. */
  readonly asked: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<MessageConnection>();
  readonly #left = Promise.withResolvers<true>();

  /** @param folder the workspace that it is found in */
  static async start(scope: Scope, folder: string, answers: FakeAnswers = {}): Promise<FakeRunner> {
    const fake = new FakeRunner();
    const server = createServer((socket) => fake.#accept(socket, answers));
    const address = process.platform === "win32" ? `\\\\.\\pipe\\${crypto.randomUUID()}` : join(folder, "fake.sock");
    await new Promise<void>((resolve) => server.listen(address, resolve));
    scope.after(() => {
      fake.goAway();
      server.close();
    });
    publishDiscovery(stateFolderOf(folder), { pid: process.pid, address, lambdaApi: "", version: "" });
    return fake;
  }

  /** Resolves once a client has closed its connection. */
  get left(): Promise<true> {
    return this.#left.promise;
  }

  say(event: RunnerEvent): void {
    for (const connection of this.#connections) void connection.sendNotification(eventNotification, event);
  }

  /** As one that is killed. */
  goAway(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket, { refusal, reply }: FakeAnswers): void {
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    this.#sockets.add(socket);
    this.#connections.add(connection);
    socket.once("close", () => {
      this.#connections.delete(connection);
      connection.dispose();
      this.#left.resolve(true);
    });
    connection.onRequest(holdRequest, () => null);
    connection.onRequest(functionsRequest, () => [orders]);
    connection.onRequest(subscribeRequest, () => null);
    connection.onRequest(logsRequest, () => []);
    connection.onRequest(debugRequest, ({ functionName }) => {
      this.asked.push(`debug ${functionName}`);
      if (refusal) throw new ResponseError(1, refusal.message, { failure: refusal.code });
      return { functionName, language: "node", engine: "process" } as const;
    });
    connection.onRequest(stopDebuggingRequest, ({ functionName }) => {
      this.asked.push(`stopDebugging ${functionName}`);
      return null;
    });
    connection.onRequest(invokeRequest, ({ functionName, event }) => {
      this.asked.push(`invoke ${functionName} ${event}`);
      if (!reply) throw new ResponseError(1, "It has no answer.", { failure: "engine-lost" });
      return reply;
    });
    connection.listen();
  }
}
