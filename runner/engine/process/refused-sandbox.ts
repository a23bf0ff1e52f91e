import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sandbox, SandboxExit, Usage } from "../engine.ts";

/** A runtime that came to its end before there was a process: its program could not be started. */
export class RefusedSandbox implements Sandbox {
  readonly id = "0";
  readonly startedAtMs = performance.now();
  readonly exited: Promise<SandboxExit>;
  readonly debugWait = undefined;
  readonly atGate = Promise.resolve(undefined);
  readonly runtimeDescription: string;
  readonly #output: string;

  constructor(exit: SandboxExit, output: string, runtimeDescription: string) {
    this.#output = output;
    this.runtimeDescription = runtimeDescription;
    // As with a process, the end comes after the start has been taken notice of.
    this.exited = nextTurn(exit);
  }

  onOutput(listener: (chunk: Buffer) => void): void {
    if (this.#output !== "") listener(Buffer.from(this.#output));
  }

  settleOutput(): Promise<void> {
    return Promise.resolve();
  }

  usage(): Promise<Usage> {
    return Promise.resolve({ memoryMb: 0, peakMemoryMb: 0, cpuMs: 0 });
  }

  cpuDelayMs(): Promise<number | undefined> {
    return Promise.resolve(undefined);
  }

  release(): Promise<void> {
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.exited;
  }
}
