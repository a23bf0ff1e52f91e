import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DebuggerEvent, InvokeReply } from "../../runner/control/protocol.ts";
import { connectTo } from "../control/connect.ts";
import { AdapterClient } from "../debug-adapter/adapter-client.ts";
import { engineArguments, type EngineKind } from "../harness/engines.ts";
import { runnerCaches } from "../harness/runner-caches.ts";
import type { Scope } from "../harness/scope.ts";
import type { SessionTraces } from "./session-traces.ts";
import type { StoppableLanguage, StoppingDebugger } from "./stoppable-languages.ts";

/** How a client leaves. */
export type End = "disconnects" | "closes its streams" | "is killed";

export interface StoppedSessionOptions {
  /** Of a project whose function `App` is in `app`. */
  readonly folder: string;
  readonly language: StoppableLanguage;
  readonly engine: EngineKind;
  /** Looks whenever the function stands still. */
  readonly traces: SessionTraces;
}

/** An editor's session about one function, which has a runner started if there is none; its calls stop. */
export class StoppedSession {
  readonly adapter: AdapterClient;
  readonly #scope: Scope;
  readonly #options: StoppedSessionOptions;
  readonly #told = new Set<object>();
  readonly #debuggers: StoppingDebugger[] = [];
  readonly #ports: number[] = [];

  private constructor(scope: Scope, adapter: AdapterClient, options: StoppedSessionOptions) {
    this.#scope = scope;
    this.adapter = adapter;
    this.#options = options;
  }

  /** Resolves when the call that the session itself makes has stopped and gone on to its answer. */
  static async begin(scope: Scope, options: StoppedSessionOptions): Promise<StoppedSession> {
    const { folder, engine } = options;
    const adapter = await AdapterClient.start(scope, folder, runnerCaches);
    const session = new StoppedSession(scope, adapter, options);
    const runnerArguments = ["--port=0", ...engineArguments(engine)];
    await adapter.begin("launch", { function: "App", event: {}, runnerArguments });
    const debugger_ = await session.#attach();
    await session.#look(debugger_);
    await debugger_.resume();
    await adapter.shown("console", /^App answered after [\d.]+ ms: \d\n/);
    return session;
  }

  /** Saves another version, and resolves when a call has stopped in that and gone on. */
  async reload(version: number): Promise<void> {
    const { folder, language } = this.#options;
    writeFileSync(join(folder, "app", language.file), language.code(version));
    const debugger_ = await this.#attach();
    const { reply } = await this.stoppedCall();
    await debugger_.resume();
    assert.equal((await reply).payload, String(version));
  }

  /** A call from elsewhere that stands still. */
  async stoppedCall(): Promise<{ readonly reply: Promise<InvokeReply> }> {
    const client = await connectTo(this.#scope, this.#options.folder);
    const reply = client.invoke({ functionName: "App", event: "{}" });
    const debugger_ = this.#debuggers.at(-1) ?? assert.fail("Nobody is attached");
    await this.#look(debugger_);
    return { reply };
  }

  /** The editor goes, its debuggers too. */
  async end(end: End): Promise<void> {
    switch (end) {
      case "disconnects":
        await this.adapter.disconnect();
        break;
      case "closes its streams":
        this.adapter.closeStreams();
        break;
      case "is killed":
        this.adapter.kill();
    }
    this.dropDebuggers();
  }

  dropDebuggers(): void {
    for (const each of this.#debuggers) each.drop();
  }

  /** To the next environment that waits. */
  async #attach(): Promise<StoppingDebugger> {
    const { folder, language } = this.#options;
    const body = await this.adapter.heard("lambdaEnvironment", (each) => !this.#told.has(each));
    this.#told.add(body);
    const environment = body as unknown as DebuggerEvent;
    this.#ports.push(environment.port);
    const attached = await language.attach(this.#scope, environment, join(folder, "app", language.file));
    this.#debuggers.push(attached);
    return attached;
  }

  async #look(debugger_: StoppingDebugger): Promise<void> {
    await debugger_.stopped();
    await this.#options.traces.look(this.#ports);
  }
}
