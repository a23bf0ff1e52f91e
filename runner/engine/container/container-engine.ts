import { freemem } from "node:os";
import { join } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { findRuntime } from "../../model/runtimes.ts";
import { loadsIntoEveryProgram } from "../boot-variables.ts";
import type { Engine, PrepareProgress, Sandbox, SandboxRequest } from "../engine.ts";
import { cleanUpAfterDeadOwners } from "./clean-up.ts";
import { chooseTransfer } from "./code-transfer.ts";
import type { CodeTransfer } from "./create-options.ts";
import type { DebugSetup } from "../debug-setup.ts";
import { waitsWithDebugger } from "./gate-choice.ts";
import { debugReach } from "./debug-reach.ts";
import { connectDocker, type DockerClient } from "./docker-client.ts";
import { readEngineFacts, type EngineFacts } from "./engine-facts.ts";
import { engineFailure, statusCodeOf } from "./engine-failure.ts";
import type { FoundEngine } from "./find-engine.ts";
import { Images } from "./images.ts";
import { chooseNetwork, type NetworkChoice } from "./network.ts";
import { ownerLabels } from "./owner-labels.ts";
import { needsGate } from "./placed-folders.ts";
import type { ContainerSandbox } from "./sandbox.ts";
import { startSandbox } from "./start-sandbox.ts";

export interface ContainerEngineOptions {
  /** What `findContainerEngine` found. */
  readonly found: FoundEngine;
  /** Runtime id → image, before AWS's own. */
  readonly images?: Readonly<Record<string, string>>;
  /** How code and layers get into containers; `auto` mounts where it can. */
  readonly codeTransfer: "auto" | CodeTransfer;
  /** Holds what spares wait in: the files of `gate/`. */
  readonly gateFolder: string;
  readonly workspaceId: string;
  readonly platform: NodeJS.Platform;
}

/**
 * Connects to a container engine and removes what dead runners left in it.
 *
 * @throws Failure `engine-lost`, `engine-unavailable`
 */
export async function createContainerEngine(options: ContainerEngineOptions): Promise<Engine> {
  const { found, platform } = options;
  const client = await connectDocker(found.address);
  try {
    const [facts] = await Promise.all([
      readEngineFacts(client.docker, found, platform),
      cleanUpAfterDeadOwners(client.docker),
    ]);
    return new ContainerEngine(options, client, facts, chooseNetwork(facts.network));
  } catch (error) {
    client.close();
    throw engineFailure(error, "get to know the engine", found.description);
  }
}

class ContainerEngine implements Engine {
  readonly kind = "container";
  readonly description: string;
  readonly listener: Engine["listener"];
  readonly sharesPorts: boolean;
  readonly #options: ContainerEngineOptions;
  readonly #client: DockerClient;
  readonly #facts: EngineFacts;
  readonly #network: NetworkChoice;
  readonly #images: Images;
  /** With the memory each may take, in MB. */
  readonly #sandboxes = new Map<ContainerSandbox, number>();
  readonly #starting = new Set<Promise<unknown>>();
  readonly #disposing = new AbortController();

  constructor(options: ContainerEngineOptions, client: DockerClient, facts: EngineFacts, network: NetworkChoice) {
    const { found, platform, workspaceId } = options;
    this.#options = options;
    this.#client = client;
    this.#facts = facts;
    this.#network = network;
    this.description = found.description;
    this.listener = { bindHost: network.bindHost, connectHost: network.connectHost };
    this.sharesPorts = network.networkMode === "host";
    this.#images = new Images({
      docker: client.docker,
      engine: found.description,
      overrides: options.images ?? {},
      workspaceId,
      platform,
      registries: found.config,
    });
  }

  prepare(fn: LambdaFunction, progress: (step: PrepareProgress) => void, signal: AbortSignal): Promise<Problem[]> {
    return this.#images.prepare(fn, progress, AbortSignal.any([signal, this.#disposing.signal]));
  }

  async identify(fn: LambdaFunction, signal: AbortSignal): Promise<string> {
    return (await this.#images.imageOf(fn, signal)).digest;
  }

  async start(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    const starting = this.#start(request, AbortSignal.any([signal, this.#disposing.signal]));
    this.#starting.add(starting);
    try {
      return await starting;
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** What a function has loaded into every program would be loaded into the gate too. */
  canSpare(fn: LambdaFunction, debug?: DebugSetup): boolean {
    // A debugger comes after the gate, so that has to be where the debugger is waited for.
    if (debug && !waitsWithDebugger(debug.language, fn, fn.environment)) return false;
    return fn.packageType === "Zip" && findRuntime(fn.runtime ?? "") !== undefined && !loadsIntoEveryProgram(fn);
  }

  requireDebuggable(fn: LambdaFunction): void {
    if (debugReach(this.#network).kind !== "none") return;
    throw new Failure(
      "debug-unavailable",
      `${fn.name} runs on ${this.description}, whose ports can't be reached from here. Start the runner with ` +
        "--engine process, or on the engine's own machine.",
    );
  }

  /** Nothing is kept: a container's `/tmp` goes with it. */
  releaseEnvironment(): Promise<void> {
    return Promise.resolve();
  }

  /** Of this machine when the engine runs on it; else the engine's own less what our sandboxes may take. */
  availableMemoryMb(): Promise<number> {
    if (this.#network.sharesFiles) return Promise.resolve(freemem() / (1024 * 1024));
    const taken = [...this.#sandboxes.values()].reduce((sum, memoryMb) => sum + memoryMb, 0);
    return Promise.resolve(Math.max(0, this.#facts.memoryMb - taken));
  }

  async removeLeftovers(): Promise<void> {
    try {
      await cleanUpAfterDeadOwners(this.#client.docker);
    } catch (error) {
      throw engineFailure(error, "remove what dead runners left", this.description);
    }
  }

  async dispose(): Promise<void> {
    this.#disposing.abort(new Failure("cancelled", "The runner is stopping. Start it again to run functions."));
    await Promise.allSettled(this.#starting);
    await Promise.allSettled([...this.#sandboxes.keys()].map((sandbox) => sandbox.stop()));
    this.#client.close();
  }

  async #start(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    const { fn } = request;
    if (request.isSpare && !this.canSpare(fn, request.debug))
      throw new Error(`Asked for a spare of ${fn.name}, which can't have one`);
    const attempt = `start a container for ${fn.name}`;
    try {
      const image = await this.#images.imageOf(fn, signal);
      const { gateFolder } = this.#options;
      const [code, layers, gate] = await Promise.all([
        this.#transferOf(request.codeFolder, fn),
        this.#transferOf(request.layerFolder, fn),
        // Where the mark of executables was lost on the way to this machine, a copy has it.
        this.#transferOf(needsGate(request) ? join(gateFolder, "wait.sh") : undefined, fn),
      ]);
      const sandbox = await startSandbox(
        {
          docker: this.#client.docker,
          engine: this.description,
          platform: this.#options.platform,
          readsKernelFiles: this.#network.sharesFiles && this.#options.platform === "linux",
          plan: {
            request,
            image,
            network: this.#network,
            gateFolder,
            transfer: { code, layers, gate },
            hasInit: this.#facts.hasInit,
            labels: ownerLabels(this.#options.workspaceId),
          },
        },
        signal,
      );
      this.#sandboxes.set(sandbox, fn.memoryMb);
      void sandbox.removed.then(() => this.#sandboxes.delete(sandbox));
      return sandbox;
    } catch (error) {
      if (statusCodeOf(error) === 404 && /no such image/i.test((error as Error).message)) {
        this.#images.forget(fn);
        throw new Failure(
          "image-unavailable",
          `The image of ${fn.name} has been removed. Invoke it again to get it back.`,
          {
            cause: error,
          },
        );
      }
      throw engineFailure(error, attempt, this.description, signal);
    }
  }

  async #transferOf(folder: string | undefined, fn: LambdaFunction): Promise<CodeTransfer> {
    try {
      return await chooseTransfer(folder, {
        wanted: this.#options.codeTransfer,
        sharesFiles: this.#network.sharesFiles,
        hasSelinux: this.#facts.hasSelinux,
      });
    } catch (error) {
      throw new Failure(
        "code-missing",
        `The code of ${fn.name} can't be read: ${(error as Error).message}. Build the function, or correct its CodeUri.`,
        { cause: error },
      );
    }
  }
}
