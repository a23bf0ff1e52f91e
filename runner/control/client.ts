import { connect, type Socket } from "node:net";
import {
  CancellationTokenSource,
  ConnectionError,
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
  type CancellationToken,
  type MessageConnection,
} from "vscode-jsonrpc/node";
import type { InvocationRecord, LogLine } from "../environment/invocation.ts";
import type { LocatedFrame } from "../build/locate-frames.ts";
import { Failure, type FailureCode } from "../model/failure.ts";
import { readDiscovery } from "./discovery.ts";
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
  type Calibration,
  type CleanUpReply,
  type CodeFacts,
  type DebugParams,
  type DebugReply,
  type EnvironmentSummary,
  type EstimatesParams,
  type FunctionSummary,
  type ImportCost,
  type InvocationsParams,
  type InvokeParams,
  type InvokeReply,
  type LocateParams,
  type LogsParams,
  type RunAtSizeParams,
  type RunAtSizeReply,
  type RunnerEvent,
  type RunnerStatus,
  type StopDebuggingParams,
} from "./protocol.ts";

/** A connection to a running runner. Whoever connects disposes. */
export class RunnerClient {
  readonly #socket: Socket;
  readonly #connection: MessageConnection;
  /** Resolves when the runner is gone or `dispose` was called. */
  readonly closed: Promise<void>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    // Disposing rejects the requests that are under way.
    this.#connection.onClose(() => this.#connection.dispose());
    this.closed = new Promise((resolve) => this.#connection.onDispose(() => resolve()));
    this.#connection.listen();
  }

  /** Connects to the runner of a workspace; undefined when none answers. */
  static async find(stateFolder: string): Promise<RunnerClient | undefined> {
    const discovery = readDiscovery(stateFolder);
    if (!discovery) return undefined;
    const socket = connect(discovery.address);
    return await new Promise((resolve) => {
      socket.once("connect", () => resolve(new RunnerClient(socket)));
      socket.once("error", () => resolve(undefined));
    });
  }

  status(): Promise<RunnerStatus> {
    return this.#request(() => this.#connection.sendRequest(statusRequest));
  }

  functions(): Promise<FunctionSummary[]> {
    return this.#request(() => this.#connection.sendRequest(functionsRequest));
  }

  environments(): Promise<EnvironmentSummary[]> {
    return this.#request(() => this.#connection.sendRequest(environmentsRequest));
  }

  /** Newest first. */
  invocations(params: InvocationsParams): Promise<InvocationRecord[]> {
    return this.#request(() => this.#connection.sendRequest(invocationsRequest, params));
  }

  /**
   * A call goes on in the runner when its client goes away; `signal` cancels it: it is withdrawn where it waits, and
   * ended with its environment where it runs.
   *
   * @throws Failure `cancelled`, and what the runner fails with
   */
  async invoke(params: InvokeParams, { signal }: { readonly signal?: AbortSignal } = {}): Promise<InvokeReply> {
    return await this.#cancellable(signal, (token) => this.#connection.sendRequest(invokeRequest, params, token));
  }

  /**
   * Calls a function at a memory size, with the CPU that comes with it or all there is.
   *
   * @param signal ends it at once, as `dispose` does
   * @throws Failure `function-unknown`, `event-invalid`, `usage` while it is debugged, `engine-unavailable` where the engine can't give a share
   *   of a CPU, `cancelled`, and what building the code and starting the engine throw
   */
  async runAtSize(params: RunAtSizeParams, signal: AbortSignal): Promise<RunAtSizeReply> {
    return await this.#cancellable(signal, (token) => this.#connection.sendRequest(runAtSizeRequest, params, token));
  }

  /**
   * Stops idle environments and spares, and removes what runners have left that died.
   *
   * @throws Failure `engine-unavailable`, `engine-lost`
   */
  cleanUp(): Promise<CleanUpReply> {
    return this.#request(() => this.#connection.sendRequest(cleanUpRequest));
  }

  /**
   * Debugs a function: each of its environments is told of by a `debugger` event from now on, until `stopDebugging` or
   * `dispose`.
   *
   * @param signal gives up what it has to wait for
   * @throws Failure `function-unknown`, `debug-unavailable`, `usage` when another connection debugs it or the runner has no
   *   such engine, what a first build throws, `cancelled`
   */
  async debug(params: DebugParams, { signal }: { readonly signal?: AbortSignal } = {}): Promise<DebugReply> {
    return await this.#cancellable(signal, (token) => this.#connection.sendRequest(debugRequest, params, token));
  }

  /** The function goes on without a debugger. */
  async stopDebugging(params: StopDebuggingParams): Promise<void> {
    await this.#request(() => this.#connection.sendRequest(stopDebuggingRequest, params));
  }

  locate(params: LocateParams): Promise<LocatedFrame[]> {
    return this.#request(() => this.#connection.sendRequest(locateRequest, params));
  }

  logs(params: LogsParams): Promise<LogLine[]> {
    return this.#request(() => this.#connection.sendRequest(logsRequest, params));
  }

  /** Of this machine, as far as they were measured. An `estimates` event says that there are more. */
  calibrations(): Promise<Calibration[]> {
    return this.#request(() => this.#connection.sendRequest(calibrationsRequest));
  }

  /**
   * The newest that are known; an `estimates` event says that there are newer ones.
   *
   * @throws Failure `function-unknown`
   */
  importCosts(params: EstimatesParams): Promise<ImportCost[]> {
    return this.#request(() => this.#connection.sendRequest(importCostsRequest, params));
  }

  /**
   * Of the newest build; null before the first, and for images. An `estimates` event says that there is a newer one.
   *
   * @throws Failure `function-unknown`
   */
  codeFacts(params: EstimatesParams): Promise<CodeFacts | null> {
    return this.#request(() => this.#connection.sendRequest(codeFactsRequest, params));
  }

  /** Where the events go that were asked for with `subscribe` or with `follow`. */
  onEvent(listener: (event: RunnerEvent) => void): void {
    this.#connection.onNotification(eventNotification, listener);
  }

  /** Asks for all events of these kinds from now on. */
  async subscribe(events: readonly RunnerEvent["event"][]): Promise<void> {
    await this.#request(() => this.#connection.sendRequest(subscribeRequest, { events }));
  }

  /** Keeps a runner that was started with `--while-used` until this connection closes. */
  async hold(): Promise<void> {
    await this.#request(() => this.#connection.sendRequest(holdRequest));
  }

  /** Resolves once the runner has stopped everything. */
  async stop(): Promise<void> {
    try {
      await this.#request(() => this.#connection.sendRequest(stopRequest));
    } catch (error) {
      // The runner closes its connections last of all, and the answer may be lost in that.
      if (!(error instanceof Failure && error.code === "runner-unreachable")) throw error;
    }
  }

  dispose(): void {
    this.#connection.dispose();
    this.#socket.destroy();
  }

  async #cancellable<T>(signal: AbortSignal | undefined, send: (token: CancellationToken) => Promise<T>): Promise<T> {
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal?.addEventListener("abort", cancel);
    if (signal?.aborted) cancel();
    try {
      return await this.#request(() => send(source.token));
    } finally {
      signal?.removeEventListener("abort", cancel);
      source.dispose();
    }
  }

  /** Turns the runner's failures back into ours, and a lost connection into one. */
  async #request<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ResponseError) && !(error instanceof ConnectionError)) throw error;
      const data = error instanceof ResponseError ? (error.data as { failure?: FailureCode } | undefined) : undefined;
      if (data?.failure) throw new Failure(data.failure, error.message, { cause: error });
      if (error instanceof ResponseError && error.code === ErrorCodes.InternalError) throw error;
      const message =
        "The runner went away before it answered. Its log says why; start it again with `pilotlight start`.";
      throw new Failure("runner-unreachable", message, { cause: error });
    }
  }
}
