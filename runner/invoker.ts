import { randomUUID } from "node:crypto";
import type { Engine } from "./engine/engine.ts";
import type { Dispatched, Dispatcher } from "./environment/dispatcher.ts";
import { newTraceId, type Invocation } from "./environment/invocation.ts";
import type { AsyncQueue } from "./events/async-queue.ts";
import { Failure } from "./model/failure.ts";
import { functionArn, type LambdaFunction, type Project } from "./model/function.ts";

export interface Call {
  readonly payload: Uint8Array;
  /** As the caller wrote it, with its qualifier; the function's own when absent. */
  readonly arn?: string;
  readonly clientContext: string | undefined;
  readonly traceId: string | undefined;
  /** The caller waits for the log as well, and for the last of its lines. */
  readonly wantsLog: boolean;
}

/** The one way in for everything that calls functions: the Lambda API, the control channel, triggers. */
export class Invoker {
  readonly engine: Engine["kind"];
  #project: Project;
  #functions: ReadonlyMap<string, LambdaFunction>;
  readonly #dispatcher: Dispatcher;
  readonly #queue: AsyncQueue;

  constructor(project: Project, engine: Engine["kind"], dispatcher: Dispatcher, queue: AsyncQueue) {
    this.engine = engine;
    this.#project = project;
    this.#functions = byName(project);
    this.#dispatcher = dispatcher;
    this.#queue = queue;
  }

  get project(): Project {
    return this.#project;
  }

  /** The project was read again. */
  setProject(project: Project): void {
    this.#project = project;
    this.#functions = byName(project);
  }

  find(name: string): LambdaFunction | undefined {
    return this.#functions.get(name);
  }

  /** By name, else by logical id: what people may write on a command line. */
  findEitherWay(text: string): LambdaFunction | undefined {
    return this.find(text) ?? this.project.functions.find((fn) => fn.logicalId === text);
  }

  /**
   * As `findEitherWay`, of one that must be there.
   *
   * @throws Failure `function-unknown`
   */
  require(text: string): LambdaFunction {
    const fn = this.findEitherWay(text);
    if (fn) return fn;
    const names = this.project.functions.map(({ name }) => name);
    const more = names.length > 20 ? ` and ${names.length - 20} more` : "";
    const known = names.length === 0 ? "It has none." : `It has: ${names.slice(0, 20).join(", ")}${more}.`;
    const message = `There is no function ${text} in this project. ${known} See \`pilotlight list\`.`;
    throw new Failure("function-unknown", message);
  }

  newInvocation(fn: LambdaFunction, call: Call): Invocation {
    return {
      requestId: randomUUID(),
      payload: call.payload,
      invokedFunctionArn: call.arn ?? functionArn(this.project, fn.name),
      traceId: call.traceId ?? newTraceId(Date.now(), randomHex),
      clientContext: call.clientContext,
      cognitoIdentity: undefined,
      wantsLog: call.wantsLog,
    };
  }

  /** Synchronous. `signal` cancels it. Throws as `Dispatcher.invoke`. */
  invoke(fn: LambdaFunction, invocation: Invocation, signal?: AbortSignal): Promise<Dispatched> {
    return this.#dispatcher.invoke(fn, invocation, signal);
  }

  /** Asynchronous: returns once the event is on disk, and runs it later. Throws as `Store.acceptEvent`. */
  accept(fn: LambdaFunction, invocation: Invocation): void {
    this.#queue.accept(fn.name, invocation);
  }
}

function byName({ functions }: Project): ReadonlyMap<string, LambdaFunction> {
  return new Map(functions.map((fn) => [fn.name, fn]));
}

/** Unique rather than secret, for up to 16 bytes: Node keeps UUIDs in stock, while `randomBytes` asks the kernel each time. */
function randomHex(bytes: number): string {
  return randomUUID()
    .replaceAll("-", "")
    .slice(0, bytes * 2);
}
