import type { DebugHold } from "../debug/debug-sessions.ts";
import type { DebugParams, DebugReply } from "./protocol.ts";
import type { ControlService } from "./service.ts";

/** What one connection debugs. Ends with it. */
export class ConnectionDebugs {
  readonly #service: Pick<ControlService, "debug">;
  readonly #holds = new Map<string, DebugHold>();
  #isDisposed = false;

  constructor(service: Pick<ControlService, "debug">) {
    this.#service = service;
  }

  has(functionName: string): boolean {
    return [...this.#holds.values()].some(({ reply }) => reply.functionName === functionName);
  }

  /** Throws as {@link ControlService.debug}. */
  async start(params: DebugParams, signal: AbortSignal): Promise<DebugReply> {
    const hold = await this.#service.debug(params, signal);
    if (this.#isDisposed) void hold.end();
    else this.#holds.set(params.functionName, hold);
    return hold.reply;
  }

  /**
   * Resolves as `DebugHold.end`.
   *
   * @param functionName as it was started with
   */
  async stop(functionName: string): Promise<void> {
    const hold = this.#holds.get(functionName);
    this.#holds.delete(functionName);
    await hold?.end();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const name of [...this.#holds.keys()]) void this.stop(name);
  }
}
