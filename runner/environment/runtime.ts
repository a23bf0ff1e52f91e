import { debuggerMemoryMb } from "../engine/debug-setup.ts";
import type { Engine, Sandbox, SandboxExit, SandboxRequest, SettleThoroughness, Usage } from "../engine/engine.ts";
import type { DebugWait } from "../engine/debug-wait.ts";
import type { Deadline } from "./debugging.ts";
import { RuntimeApi, type Delivery, type OwnUsage, type RuntimeAnswer } from "../runtime-api/runtime-api.ts";

/** What can happen next to a runtime, as far as its environment cares. */
export type Moment =
  | { readonly kind: "ready"; readonly atMs: number; readonly own: OwnUsage | undefined }
  | { readonly kind: "answer"; readonly answer: RuntimeAnswer }
  | { readonly kind: "init-error"; readonly payload: Buffer; readonly errorType: string }
  | { readonly kind: "exit"; readonly exit: SandboxExit }
  | { readonly kind: "timeout" };

/** How often a runtime that somebody waits for is looked at: its memory against its limit. */
const lookEveryMs = 50;

/**
 * A running sandbox and its Runtime API listener, from start to stop. One reader asks for one moment after the
 * other; a runtime that is gone answers `exit` for ever.
 */
export class Runtime {
  readonly #sandbox: Sandbox;
  readonly #api: RuntimeApi;
  readonly #memoryLimitMb: number;
  readonly #moments: Moment[];
  #reader: ((moment: Moment) => void) | undefined;
  /** Of what the reader waits for. */
  #deadline: Deadline = { atMs: 0 };
  #nextLook: NodeJS.Timeout | undefined;
  #exit: SandboxExit | undefined;
  /** How it ends when it is stopped. */
  #endsAs: SandboxExit | undefined;
  #waitedMs = 0;

  private constructor(sandbox: Sandbox, api: RuntimeApi, memoryLimitMb: number, moments: Moment[]) {
    this.#sandbox = sandbox;
    this.#api = api;
    this.#memoryLimitMb = memoryLimitMb;
    this.#moments = moments;
  }

  /** Starts a sandbox with a listener of its own. The caller stops it. Throws as `Engine.start`. */
  static async start(
    engine: Engine,
    request: Omit<SandboxRequest, "runtimeApiPort">,
    onOutput: (chunk: Buffer) => void,
    signal: AbortSignal,
  ): Promise<Runtime> {
    const memoryLimitMb = request.fn.memoryMb + (request.debug ? debuggerMemoryMb : 0);
    // A quick runtime may speak before `engine.start` has returned.
    const early: Moment[] = [];
    let push = (moment: Moment): void => void early.push(moment);
    const api = await RuntimeApi.listen(engine.listener.bindHost, {
      onReady: (own) => push({ kind: "ready", atMs: performance.now(), own }),
      onAnswer: (answer) => push({ kind: "answer", answer }),
      onInitError: (error) => push({ kind: "init-error", ...error }),
    });
    try {
      const sandbox = await engine.start({ ...request, runtimeApiPort: api.port }, signal);
      const runtime = new Runtime(sandbox, api, memoryLimitMb, early);
      push = (moment) => runtime.#push(moment);
      sandbox.onOutput(onOutput);
      void sandbox.exited.then((exit) => runtime.#ended(exit));
      return runtime;
    } catch (error) {
      api.close();
      throw error;
    }
  }

  /** When its process began, or would have, had it not waited: as a spare at its gate, or for a debugger. */
  get startedAtMs(): number {
    return this.#sandbox.startedAtMs + this.#waitedMs + (this.#sandbox.debugWait?.waitedMs ?? 0);
  }

  /** Of a spare: whether it gets to its gate, rather than do anything else first or nothing at all within the limit. */
  async arrives(limitMs: number): Promise<boolean> {
    const other = this.nextMoment({ atMs: performance.now() + limitMs }).then(() => undefined);
    const arrivedAtMs = await Promise.race([this.#sandbox.atGate, other]);
    this.#reader = undefined;
    this.#stopLooking();
    return arrivedAtMs !== undefined;
  }

  /** Lets a spare go on. Throws as `Sandbox.release`. */
  async release(): Promise<void> {
    let arrivedAtMs: number | undefined;
    void this.#sandbox.atGate.then((atMs) => (arrivedAtMs = atMs));
    await this.#sandbox.release();
    this.#waitedMs = arrivedAtMs === undefined ? 0 : performance.now() - arrivedAtMs;
  }

  get description(): string {
    return this.#sandbox.runtimeDescription;
  }

  /** Of one that is debugged. */
  get debugWait(): DebugWait | undefined {
    return this.#sandbox.debugWait;
  }

  deliver(delivery: Delivery): void {
    this.#api.deliver(delivery);
  }

  /** The next thing that happens, or `timeout` at the deadline, which is looked at again and again. */
  nextMoment(deadline: Deadline): Promise<Moment> {
    const first = this.#moments.shift();
    if (first) return Promise.resolve(first);
    if (this.#exit) return Promise.resolve({ kind: "exit", exit: this.#exit });
    return new Promise((resolve) => {
      this.#reader = (moment) => {
        this.#reader = undefined;
        resolve(moment);
      };
      this.#deadline = deadline;
      if (deadline.atMs - performance.now() < lookEveryMs) this.#stopLooking();
      if (this.#nextLook === undefined) this.#lookLater();
    });
  }

  /** Calls back once when the runtime goes away while nobody waits for a moment. */
  onExit(listener: () => void): void {
    void this.#sandbox.exited.then(listener);
  }

  usage(): Promise<Usage> {
    return this.#sandbox.usage();
  }

  /** Resolves to whether its engine can do that. Throws as `Sandbox.limitCpu`. */
  async limitCpu(vCpus: number): Promise<boolean> {
    await this.#sandbox.limitCpu?.(vCpus);
    return this.#sandbox.limitCpu !== undefined;
  }

  cpuDelayMs(): Promise<number | undefined> {
    return this.#sandbox.cpuDelayMs();
  }

  settleOutput(thoroughness: SettleThoroughness): Promise<void> {
    return this.#sandbox.settleOutput(thoroughness);
  }

  /**
   * Kills the runtime and closes its listener. Idempotent.
   *
   * @param exit how it has ended, if it is not for being killed
   */
  async stop(exit?: SandboxExit): Promise<void> {
    this.#endsAs ??= exit;
    await this.#sandbox.stop();
    this.#stopLooking();
    this.#api.close();
  }

  #push(moment: Moment): void {
    if (this.#reader) this.#reader(moment);
    else this.#moments.push(moment);
  }

  #ended(exit: SandboxExit): void {
    this.#exit = this.#endsAs ?? exit;
    this.#reader?.({ kind: "exit", exit: this.#exit });
  }

  #lookLater(): void {
    const leftMs = Math.max(0, this.#deadline.atMs - performance.now());
    this.#nextLook = setTimeout(() => this.#look(), Math.min(leftMs, lookEveryMs));
  }

  #stopLooking(): void {
    clearTimeout(this.#nextLook);
    this.#nextLook = undefined;
  }

  /** Ends by itself when nobody waits: two timers for each moment would cost more than the call they guard. */
  #look(): void {
    this.#nextLook = undefined;
    if (!this.#reader) return;
    if (performance.now() >= this.#deadline.atMs) {
      this.#reader({ kind: "timeout" });
      return;
    }
    // An engine that went away says so by the sandbox's exit.
    this.#checkMemory().catch(() => undefined);
    this.#lookLater();
  }

  async #checkMemory(): Promise<void> {
    const { memoryMb } = await this.#sandbox.usage();
    if (memoryMb <= this.#memoryLimitMb || this.#exit) return;
    this.#endsAs = { kind: "out-of-memory" };
    await this.#sandbox.stop();
  }
}
