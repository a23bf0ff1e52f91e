import { createServer, type Server, type Socket } from "node:net";
import {
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type { LogLine } from "../environment/invocation.ts";
import { Failure } from "../model/failure.ts";
import { ConnectionDebugs } from "./connection-debugs.ts";
import type { ControlService } from "./service.ts";
import {
  calibrationsRequest,
  cleanUpRequest,
  codeFactsRequest,
  debugRequest,
  environmentsRequest,
  eventNotification,
  functionsRequest,
  holdRequest,
  importCostsRequest,
  invocationsRequest,
  invokeRequest,
  locateRequest,
  logsRequest,
  runAtSizeRequest,
  statusRequest,
  stopDebuggingRequest,
  stopRequest,
  subscribeRequest,
  type LogsParams,
  type RunnerEvent,
} from "./protocol.ts";

/** The control channel: JSON-RPC for the CLI, the extension and the debug adapter, guarded by the file system. */
export class ControlServer {
  readonly #server: Server;
  readonly #service: ControlService;
  readonly #onStop: () => Promise<void>;
  readonly #connections = new Set<MessageConnection>();
  readonly #sockets = new Set<Socket>();

  private constructor(service: ControlService, onStop: () => Promise<void>) {
    this.#service = service;
    this.#onStop = onStop;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /**
   * Listens on a Unix socket or named pipe.
   *
   * @param onStop what the `stop` request waits for
   * @throws Failure `store-unavailable` when the file system takes no sockets, or none of this user
   */
  static async listen(address: string, service: ControlService, onStop: () => Promise<void>): Promise<ControlServer> {
    const control = new ControlServer(service, onStop);
    await new Promise<void>((resolve, reject) => {
      control.#server.once("error", (error) => reject(notOpened(address, error)));
      control.#server.listen({ path: address, readableAll: false, writableAll: false }, resolve);
    });
    return control;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections) connection.end();
    for (const socket of this.#sockets) socket.destroySoon();
    await closed;
  }

  #accept(socket: Socket): void {
    const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    this.#connections.add(connection);
    this.#sockets.add(socket);
    const service = this.#service;
    const subscriptions: (() => void)[] = [];
    // Async: who went away a moment ago has it throw, and events come from where nothing may.
    const send = async (event: RunnerEvent): Promise<void> => connection.sendNotification(eventNotification, event);
    const subscribe = (wants: (event: RunnerEvent) => boolean): void => {
      const unsubscribe = service.subscribe((event) => {
        // A subscriber that went away is noticed by its socket.
        if (wants(event)) send(event).catch(() => undefined);
      });
      subscriptions.push(unsubscribe);
    };
    const debugs = new ConnectionDebugs(service);
    let hearsDebuggers = false;
    subscribe((event) => event.event === "debugger" && debugs.has(event.functionName) && !hearsDebuggers);
    const gone = new AbortController();
    let release: (() => void) | undefined;
    const end = (): void => {
      gone.abort();
      release?.();
      release = undefined;
      debugs.dispose();
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
      this.#connections.delete(connection);
      this.#sockets.delete(socket);
      connection.dispose();
      socket.destroy();
    };
    socket.once("close", end);
    socket.on("error", end);
    connection.onRequest(statusRequest, () => service.status());
    connection.onRequest(functionsRequest, () => service.functions());
    connection.onRequest(environmentsRequest, () => service.environments());
    connection.onRequest(invocationsRequest, (params) => service.invocations(params));
    connection.onRequest(invokeRequest, (params, token) => answered(service.invoke(params, signalOf(token))));
    connection.onRequest(runAtSizeRequest, (params, token) =>
      answered(service.runAtSize(params, AbortSignal.any([signalOf(token), gone.signal]))),
    );
    connection.onRequest(cleanUpRequest, () => answered(service.cleanUp()));
    connection.onRequest(locateRequest, (params) => service.locate(params));
    connection.onRequest(calibrationsRequest, () => service.calibrations());
    connection.onRequest(importCostsRequest, (params) => answered(service.importCosts(params)));
    connection.onRequest(codeFactsRequest, (params) => answered(service.codeFacts(params)));
    connection.onRequest(logsRequest, (params) => {
      const lines = service.logs(params);
      if (params.follow) subscribe((event) => event.event === "log" && isWanted(event, params));
      return lines;
    });
    connection.onRequest(subscribeRequest, ({ events }) => {
      hearsDebuggers ||= events.includes("debugger");
      subscribe((event) => events.includes(event.event));
      return null;
    });
    connection.onRequest(debugRequest, (params, token) =>
      answered(debugs.start(params, AbortSignal.any([signalOf(token), gone.signal]))),
    );
    connection.onRequest(stopDebuggingRequest, async ({ functionName }) => {
      await debugs.stop(functionName);
      return null;
    });
    connection.onRequest(holdRequest, () => {
      release ??= service.hold();
      return null;
    });
    connection.onRequest(stopRequest, async () => {
      await this.#onStop();
      return null;
    });
    connection.listen();
  }
}

function isWanted(line: LogLine, { functionName, filter }: LogsParams): boolean {
  return line.functionName === functionName && line.text.includes(filter ?? "");
}

async function answered<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Failure) throw new ResponseError(failureCode, error.message, { failure: error.code });
    throw error;
  }
}

function notOpened(address: string, cause: Error): Failure {
  const message = `The control channel ${address} could not be opened: ${cause.message}. Put the state folder on a local file system that you may write to (on Linux, by XDG_STATE_HOME), then start again.`;
  return new Failure("store-unavailable", message, { cause });
}

/** Aborts when the client cancels the request, and not when it goes away. */
function signalOf(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  return controller.signal;
}

/** JSON-RPC leaves codes outside of -32768..-32000 to applications. */
const failureCode = 1;
