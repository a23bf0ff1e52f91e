import type { DebuggerEvent } from "../../runner/control/protocol.ts";
import { AdapterClient } from "../debug-adapter/adapter-client.ts";
import type { Scope } from "../harness/scope.ts";
import { DapClient, type Stop } from "./dap-client.ts";

/** Where an editor has its breakpoint. */
export interface Breakpoint {
  /** Absolute path. */
  readonly source: string;
  /** One-based. */
  readonly line: number;
}

/** An editor that debugs one function in Python: by the adapter, and by a debugger for each of its environments. */
export class Editor {
  readonly adapter: AdapterClient;
  readonly #scope: Scope;
  readonly #breakpoint: Breakpoint;
  readonly #told = new Set<object>();

  private constructor(scope: Scope, adapter: AdapterClient, breakpoint: Breakpoint) {
    this.#scope = scope;
    this.adapter = adapter;
    this.#breakpoint = breakpoint;
  }

  /** @param folder of the project, which has a runner */
  static async open(scope: Scope, folder: string, functionName: string, breakpoint: Breakpoint): Promise<Editor> {
    const adapter = await AdapterClient.start(scope, folder);
    await adapter.begin("attach", { function: functionName });
    return new Editor(scope, adapter, breakpoint);
  }

  /** Attaches to the next environment that waits. */
  async attach(): Promise<DapClient> {
    const { source, line } = this.#breakpoint;
    return await DapClient.attach(this.#scope, await this.waiting(), source, [line]);
  }

  /** The next environment that waits for its debugger; one that is started again waits again. */
  async waiting(): Promise<DebuggerEvent> {
    const environment = await this.adapter.heard("lambdaEnvironment", (body) => !this.#told.has(body));
    this.#told.add(environment);
    return environment as unknown as DebuggerEvent;
  }

  /** Attaches to the next environment and lets it run into the breakpoint. */
  async stopped(): Promise<{ readonly client: DapClient; readonly stop: Stop }> {
    const client = await this.attach();
    return { client, stop: await client.nextStop() };
  }
}
