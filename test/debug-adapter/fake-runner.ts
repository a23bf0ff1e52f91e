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
  type DebugReply,
  type FunctionSummary,
  type InvokeReply,
  type RunnerEvent,
} from "../../runner/control/protocol.ts";
import type { FailureCode } from "../../runner/model/failure.ts";
import { stateFolderOf } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

export interface FakeAnswers {
  /** Why debugging can't be turned on. */
  readonly refusal?: {
    readonly code: FailureCode;
    readonly message: string;
    /** Of every function when absent. */
    readonly of?: string;
  };
  readonly reply?: InvokeReply;
  /** Says this while debugging is turned on, and goes on with it until somebody cancels that. */
  readonly progress?: RunnerEvent;
  /** That it debugs all functions in, instead of Node.js. */
  readonly language?: DebugReply["language"];
  /** Of functions there are, instead of `Orders` alone. */
  readonly names?: readonly string[];
}

/** What a client sees of a runner: it says what it is told to, and runs nothing. */
export class FakeRunner {
  /** What was asked of it about debugging and calls, in order. */
  readonly asked: string[] = [];
  /** May change as it goes. */
  answers: FakeAnswers;
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Set<MessageConnection>();
  #lookers: (() => void)[] = [];
  readonly #left = Promise.withResolvers<true>();

  private constructor(answers: FakeAnswers) {
    this.answers = answers;
  }

  /** @param folder the workspace that it is found in */
  static async start(scope: Scope, folder: string, answers: FakeAnswers = {}): Promise<FakeRunner> {
    const fake = new FakeRunner(answers);
    const server = createServer((socket) => fake.#accept(socket));
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

  /** Resolves once this was asked of it so many times. */
  async askedFor(what: string, count: number): Promise<void> {
    while (this.asked.filter((each) => each === what).length < count) {
      await new Promise<void>((resolve) => this.#lookers.push(resolve));
    }
  }

  /** As one that is killed. */
  goAway(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #note(asked: string): void {
    this.asked.push(asked);
    for (const look of this.#lookers.splice(0)) look();
  }

  #accept(socket: Socket): void {
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    this.#sockets.add(socket);
    this.#connections.add(connection);
    socket.once("close", () => {
      this.#connections.delete(connection);
      connection.dispose();
      this.#left.resolve(true);
    });
    connection.onRequest(holdRequest, () => null);
    connection.onRequest(functionsRequest, () => (this.answers.names ?? ["Orders"]).map(summary));
    connection.onRequest(subscribeRequest, () => null);
    connection.onRequest(logsRequest, () => []);
    connection.onRequest(debugRequest, async ({ functionName }, token) => {
      this.#note(`debug ${functionName}`);
      const { refusal, progress, language = "node" } = this.answers;
      if (refusal && (refusal.of ?? functionName) === functionName)
        throw new ResponseError(1, refusal.message, { failure: refusal.code });
      if (progress) {
        this.say(progress);
        await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
        throw new ResponseError(1, "It was cancelled.", { failure: "cancelled" });
      }
      return { functionName, language, engine: "process" } as const;
    });
    connection.onRequest(stopDebuggingRequest, ({ functionName }) => {
      this.#note(`stopDebugging ${functionName}`);
      return null;
    });
    connection.onRequest(invokeRequest, ({ functionName, event }) => {
      this.#note(`invoke ${functionName} ${event}`);
      const { reply } = this.answers;
      if (!reply) throw new ResponseError(1, "It has no answer.", { failure: "engine-lost" });
      return reply;
    });
    connection.listen();
  }
}

function summary(name: string): FunctionSummary {
  return { name, logicalId: `${name}Function`, template: "/work/template.yaml" } as FunctionSummary;
}
