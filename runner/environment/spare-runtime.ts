import type { Build } from "../build/builder.ts";
import type { Engine, SandboxRequest } from "../engine/engine.ts";
import { Runtime } from "./runtime.ts";
import { Stage } from "./stage.ts";

/** A runtime that was started before its code was there: booted, and waiting at its gate. */
export class SpareRuntime {
  readonly runtime: Runtime;
  readonly #like: Build;
  readonly #stage: Stage | undefined;

  private constructor(runtime: Runtime, like: Build, stage: Stage | undefined) {
    this.runtime = runtime;
    this.#like = like;
    this.#stage = stage;
  }

  /**
   * @param like the build that is current: later ones of the function fit as a rule
   * @throws Failure as `Engine.start`
   */
  static async start(
    engine: Engine,
    request: Omit<SandboxRequest, "runtimeApiPort" | "codeFolder" | "layerFolder" | "isSpare">,
    like: Build,
    stagesFolder: string,
    onOutput: (chunk: Buffer) => void,
    signal: AbortSignal,
  ): Promise<SpareRuntime> {
    const stage = like.isLive ? undefined : await Stage.create(stagesFolder, request.environmentId);
    const codeFolder = stage?.folder ?? like.codeFolder;
    try {
      const spareRequest = { ...request, codeFolder, layerFolder: like.layerFolder, isSpare: true };
      return new SpareRuntime(await Runtime.start(engine, spareRequest, onOutput, signal), like, stage);
    } catch (error) {
      await stage?.remove();
      throw error;
    }
  }

  /** Whether everything that was decided at the start is as the build wants it. */
  fits(build: Build): boolean {
    const like = this.#like;
    return (
      build.isLive === like.isLive &&
      build.layerFolder === like.layerFolder &&
      build.hasSourceMaps === like.hasSourceMaps &&
      (!build.isLive || build.codeFolder === like.codeFolder)
    );
  }

  /**
   * Lets it go on with the build's code.
   *
   * @throws Failure `spare-stale` when what it was started on is no longer what the build names; as `Engine.start`
   */
  async release(build: Build): Promise<void> {
    if (build.codeFolder !== undefined) await this.#stage?.fill(build.codeFolder);
    await this.runtime.release();
  }

  /** Kills it and removes its code. Idempotent. */
  async stop(): Promise<void> {
    await this.runtime.stop();
    await this.#stage?.remove();
  }
}
