import type Docker from "dockerode";
import type { Duplex } from "node:stream";
import { quotaPeriodMs } from "../../model/estimate/cpu-quota.ts";
import type { DebugWait } from "../debug-wait.ts";
import type { Sandbox, SandboxExit, SandboxRequest, SettleThoroughness, Usage } from "../engine.ts";
import type { SpareGate } from "../spare-gate.ts";
import type { ContainerStart } from "./container-start.ts";
import { engineFailure, engineMessage, isConnectionLost, statusCodeOf } from "./engine-failure.ts";
import { waitForContainer } from "./engine-request.ts";
import { bootstrapExit, exitOf, invalidEntrypointOf } from "./exit.ts";
import type { SandboxOutput } from "./sandbox-output.ts";
import type { UsageReader } from "./usage-reader.ts";

export interface ContainerSandboxParts {
  readonly docker: Docker;
  /** For messages: `Docker 20.10.24 at /var/run/docker.sock`. */
  readonly engine: string;
  readonly id: string;
  readonly request: SandboxRequest;
  readonly imageReference: string;
  /** When the engine said that the container runs, on the clock of `performance.now`. */
  readonly answeredAtMs: number;
  /** When it really began, as soon as that is known. */
  readonly started: Promise<ContainerStart | undefined>;
  readonly output: SandboxOutput;
  /** The attached container: its output, multiplexed, and its standard input, which stays open. */
  readonly attached: Duplex;
  /** Of a spare. */
  readonly gate: SpareGate | undefined;
  /** Of one that is debugged. */
  readonly debugWait: DebugWait | undefined;
  readonly usageReader: UsageReader;
}

/** How long output may still come after the exit was reported. */
const outputAfterExitMs = 1000;

/** One running container. */
export class ContainerSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeDescription: string;
  readonly exited: Promise<SandboxExit>;
  readonly atGate: Promise<number | undefined>;
  readonly debugWait: DebugWait | undefined;
  /** Resolves when `stop` has removed the container. */
  readonly removed: Promise<undefined>;
  readonly #markRemoved: () => void;
  readonly #parts: ContainerSandboxParts;
  #startedAtMs: number;
  #stopped: Promise<void> | undefined;

  /** @param failedStart how it ended, if it could not even be started */
  constructor(parts: ContainerSandboxParts, failedStart?: SandboxExit) {
    this.#parts = parts;
    this.id = parts.id.slice(0, 12);
    this.runtimeDescription = parts.imageReference;
    this.#startedAtMs = parts.answeredAtMs;
    void parts.started.then((start) => {
      this.#startedAtMs = start?.startedAtMs ?? this.#startedAtMs;
    });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.removed = promise;
    this.#markRemoved = () => resolve(undefined);
    this.exited = failedStart === undefined ? this.#watch() : Promise.resolve(failedStart);
    this.atGate = parts.gate?.arrival ?? Promise.resolve(undefined);
    this.debugWait = parts.debugWait;
    void this.exited.then(() => {
      parts.gate?.ended();
      parts.debugWait?.ended();
    });
  }

  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  onOutput(listener: (chunk: Buffer) => void): void {
    this.#parts.output.listen(listener);
  }

  /** See {@link SandboxOutput.settle} for what this can promise. */
  settleOutput(thoroughness: SettleThoroughness): Promise<void> {
    return this.#parts.output.settle(thoroughness);
  }

  usage(): Promise<Usage> {
    return this.#parts.usageReader.read();
  }

  async limitCpu(vCpus: number): Promise<void> {
    const { docker, id, engine } = this.#parts;
    const CpuPeriod = quotaPeriodMs * 1000;
    try {
      await docker.getContainer(id).update({ CpuPeriod, CpuQuota: Math.round(CpuPeriod * vCpus) });
    } catch (error) {
      throw engineFailure(error, `limit the CPU of the container ${this.id}`, engine);
    }
  }

  cpuDelayMs(): Promise<number | undefined> {
    return this.#parts.usageReader.readCpuDelayMs();
  }

  async release(): Promise<void> {
    await this.#parts.gate?.release();
  }

  stop(): Promise<void> {
    this.#parts.gate?.ended();
    this.#parts.debugWait?.ended();
    this.#stopped ??= this.#remove();
    return this.#stopped;
  }

  async #watch(): Promise<SandboxExit> {
    const { docker, id, request, usageReader, output } = this.#parts;
    try {
      const code = await waitForContainer(docker, id, "not-running");
      usageReader.close();
      const isOutOfMemory = code !== 0 && this.#stopped === undefined && (await this.#wasOutOfMemory());
      await this.#outputEnded();
      return invalidEntrypointOf(code, output.lastText) ?? (await bootstrapExit(exitOf(code, isOutOfMemory), request));
    } catch (error) {
      usageReader.close();
      return { kind: "lost", reason: this.#lossReason(error) };
    }
  }

  async #wasOutOfMemory(): Promise<boolean> {
    const { docker, id } = this.#parts;
    return (await docker.getContainer(id).inspect()).State.OOMKilled;
  }

  #lossReason(error: unknown): string {
    const { engine } = this.#parts;
    if (statusCodeOf(error) === 404) return `The container ${this.id} was removed from outside the runner.`;
    if (isConnectionLost(error)) return `${engine} went away while the container ${this.id} was running.`;
    return `${engine} lost the container ${this.id}: ${engineMessage(error)}.`;
  }

  #outputEnded(): Promise<void> {
    const { attached } = this.#parts;
    if (attached.closed || attached.readableEnded) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(limit);
        resolve();
      };
      const limit = setTimeout(done, outputAfterExitMs);
      attached.once("end", done);
      attached.once("close", done);
    });
  }

  async #remove(): Promise<void> {
    const { docker, id, engine, attached } = this.#parts;
    try {
      await removeContainer(docker, id);
    } catch (error) {
      throw engineFailure(error, `remove the container ${this.id}`, engine);
    }
    attached.destroy();
    await this.exited;
    this.#markRemoved();
  }
}

/** Kills and removes a container with its volumes; done when it is gone, whoever removed it. */
export async function removeContainer(docker: Docker, id: string): Promise<void> {
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
  } catch (error) {
    const status = statusCodeOf(error);
    // An engine that went away has nothing of ours running that we could stop; labels tell the next start.
    if (status === 404 || isConnectionLost(error)) return;
    if (status !== 409) throw error;
    // Somebody else is removing it.
    await waitForContainer(docker, id, "removed").catch(() => undefined);
  }
}
