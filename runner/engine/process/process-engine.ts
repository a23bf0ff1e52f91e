import { existsSync } from "node:fs";
import { mkdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { actsAtBoot, loadsIntoEveryProgram } from "../boot-variables.ts";
import { debugVariable, logPlacesVariable } from "../debug-output.ts";
import { delveCommand } from "../delve-command.ts";
import { gdbserverCommand } from "../gdbserver-command.ts";
import { debugpyVariable, type DebugSetup } from "../debug-setup.ts";
import type { Engine, Sandbox, SandboxRequest } from "../engine.ts";
import { gateMark, gateVariable } from "../gate-mark.ts";
import { holdFolder } from "../held-folder.ts";
import { availableMemoryMb } from "./available-memory.ts";
import { isOfSeries, type Interpreter } from "./choose-interpreter.ts";
import { findCustomRuntime } from "./custom-runtime.ts";
import { InterpreterFinder, searchedPlaces } from "./find-interpreter.ts";
import { differenceProblem, programName, runtimeOf, type ProcessRuntime } from "./process-runtime.ts";
import { OrphanGuard } from "./orphan-guard.ts";
import { nodeCommand, pythonCommand, wrapped, type Launch } from "./launch.ts";
import { ProcessSandbox } from "./process-sandbox.ts";
import { processVariables } from "./process-variables.ts";
import { RefusedSandbox } from "./refused-sandbox.ts";

export interface ProcessEngineOptions {
  /** Holds `node.mjs` and `python.py`. */
  readonly bootstrapFolder: string;
  /** Holds `debug-python.py` and `log-places.cjs`. */
  readonly gateFolder: string;
  /** Each execution environment gets a folder in here for its temporary files. */
  readonly tmpRoot: string;
  readonly platform?: NodeJS.Platform;
  /** The machine's variables: where programs are looked for, and what little of them functions get. */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Runs functions as processes of this machine: Node.js and Python with the programs in `runner/bootstrap/` on the
 * nearest interpreter there is, `provided.*` with the function's own `bootstrap`. Other runtimes need containers.
 *
 * What a process can't have: a read-only `/var/task`, `/opt` and `/tmp` under these names (the variables point to the
 * real folders), a user of its own, a share of a CPU. The memory limit is the environment's business, which watches
 * {@link Sandbox.usage}; on Windows that is always zero, so there is no limit.
 */
export function createProcessEngine(options: ProcessEngineOptions): Engine {
  return new ProcessEngine(options);
}

class ProcessEngine implements Engine {
  readonly kind = "process";
  readonly description: string;
  readonly sharesPorts = true;
  readonly listener = { bindHost: "127.0.0.1", connectHost: "127.0.0.1" };
  readonly #bootstrapFolder: string;
  readonly #gateFolder: string;
  readonly #tmpRoot: string;
  readonly #platform: NodeJS.Platform;
  readonly #env: NodeJS.ProcessEnv;
  readonly #interpreters: InterpreterFinder;
  readonly #sandboxes = new Set<Sandbox>();
  readonly #environments = new Set<string>();
  readonly #guard: OrphanGuard;
  #isDisposed = false;

  constructor({
    bootstrapFolder,
    gateFolder,
    tmpRoot,
    platform = process.platform,
    env = process.env,
  }: ProcessEngineOptions) {
    this.#bootstrapFolder = path.resolve(bootstrapFolder);
    this.#gateFolder = path.resolve(gateFolder);
    this.#tmpRoot = path.resolve(tmpRoot);
    this.#platform = platform;
    this.#env = env;
    this.#interpreters = new InterpreterFinder(platform, env);
    this.#guard = new OrphanGuard(platform);
    this.description = `processes on this machine (${platform} ${process.arch})`;
  }

  /** Nothing is pulled or built, so there is no progress to tell. */
  async prepare(...[fn, , signal]: Parameters<Engine["prepare"]>): Promise<Problem[]> {
    const runtime = runtimeOf(fn);
    if (runtime.family === "provided") return [];
    const interpreter = await this.#interpreter(fn, runtime);
    throwIfCancelled(signal, fn);
    return isOfSeries(interpreter.version, runtime.wanted) ? [] : [differenceProblem(fn, runtime, interpreter)];
  }

  async identify(fn: LambdaFunction): Promise<string> {
    const runtime = runtimeOf(fn);
    if (runtime.family === "provided") return "";
    const { path: program, version } = await this.#interpreter(fn, runtime);
    return `${program} ${version.join(".")}`;
  }

  /** A custom runtime is the function's own from its first instruction, and so is a wrapper. */
  canSpare(fn: LambdaFunction): boolean {
    const isOurs = fn.packageType === "Zip" && /^(nodejs|python)\d/.test(fn.runtime ?? "");
    const { environment } = fn;
    return isOurs && !environment["AWS_LAMBDA_EXEC_WRAPPER"] && !actsAtBoot(environment) && !loadsIntoEveryProgram(fn);
  }

  async start(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox> {
    const { fn, codeFolder, isSpare, debug } = request;
    const runtime = runtimeOf(fn);
    if (isSpare && !this.canSpare(fn)) throw new Error(`Asked for a spare of ${fn.name}, which can't have one`);
    if (codeFolder === undefined || !existsSync(codeFolder)) {
      throw new Failure(
        "code-missing",
        `${fn.name}: its code folder ${codeFolder ?? ""} is not there. Build it, or correct CodeUri in ${fn.template}.`,
      );
    }
    const held = isSpare ? await holdFolder(codeFolder, fn) : undefined;
    const interpreter = runtime.family === "provided" ? undefined : await this.#interpreter(fn, runtime);
    const tmpFolder = this.#tmpFolder(request.environmentId);
    await mkdir(tmpFolder, { recursive: true });
    this.#environments.add(request.environmentId);
    throwIfCancelled(signal, fn);

    const variables = {
      ...interpreter?.variables,
      ...processVariables(
        request.variables,
        fn.runtime ?? "",
        {
          codeFolder,
          layerFolder: request.layerFolder,
          bootstrapFolder: this.#bootstrapFolder,
          tmpFolder,
          runtimeApiPort: request.runtimeApiPort,
          interpreterFolder: interpreter && path.dirname(interpreter.path),
        },
        { platform: this.#platform, env: this.#env },
      ),
      ...(isSpare ? { [gateVariable]: gateMark } : {}),
      ...this.#debugVariables(debug),
    };
    const runtimeDescription = interpreter
      ? `${programName(runtime)} ${interpreter.version.join(".")}`
      : (fn.runtime ?? "");
    const launch = this.#launch(request, codeFolder, runtime, interpreter, variables);
    if (launch.kind === "refused") return new RefusedSandbox(launch.exit, launch.output, runtimeDescription);
    const { command } = launch;
    return this.#own(
      await ProcessSandbox.start({
        command,
        cwd: codeFolder,
        variables,
        runtimeDescription,
        platform: this.#platform,
        held,
        debug,
      }),
    );
  }

  requireDebuggable(): void {
    // All are this machine's own.
  }

  async releaseEnvironment(environmentId: string): Promise<void> {
    this.#environments.delete(environmentId);
    await rm(this.#tmpFolder(environmentId), { recursive: true, force: true, maxRetries: 3 });
  }

  availableMemoryMb(): Promise<number> {
    return availableMemoryMb(this.#platform);
  }

  /** There are none: the guard of a runner ends its processes with it, and their folders are in the runner's own. */
  removeLeftovers(): Promise<void> {
    return Promise.resolve();
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.stop()));
    await Promise.all([...this.#environments].map((id) => this.releaseEnvironment(id)));
    // Only if it is empty: whatever else is in there is somebody else's.
    await rmdir(this.#tmpRoot).catch(() => undefined);
    this.#guard.dispose();
  }

  #launch(
    { fn, layerFolder, debug }: SandboxRequest,
    codeFolder: string,
    runtime: ProcessRuntime,
    interpreter: Interpreter | undefined,
    variables: Readonly<Record<string, string>>,
  ): Launch {
    const front = this.#debugFront(debug);
    if (!interpreter) {
      const found = findCustomRuntime(codeFolder, layerFolder, { platform: this.#platform, arch: process.arch });
      if (found.kind === "found") return { kind: "run", command: [...front, found.file] };
      return { kind: "refused", exit: { kind: "invalid-entrypoint", message: found.message }, output: "" };
    }
    const command =
      runtime.family === "nodejs"
        ? nodeCommand(interpreter, fn.memoryMb, this.#bootstrapFolder)
        : pythonCommand(interpreter, [...front, path.join(this.#bootstrapFolder, "python.py")], this.#platform);
    return wrapped(command, variables["AWS_LAMBDA_EXEC_WRAPPER"]);
  }

  /** What stands in front of a debugged runtime's program and waits for a debugger. */
  #debugFront(debug: DebugSetup | undefined): string[] {
    switch (debug?.language) {
      case "go":
        return delveCommand(path.join(debug.toolFolder ?? "", "dlv"), "127.0.0.1:0");
      case "native":
        return gdbserverCommand(debug.toolFolder ?? "", "127.0.0.1:0");
      case "python":
        return [path.join(this.#gateFolder, "debug-python.py")];
      default:
        return [];
    }
  }

  #debugVariables(debug: DebugSetup | undefined): Record<string, string> {
    const address = { [debugVariable]: "127.0.0.1:0" };
    switch (debug?.language) {
      case undefined:
      case "go":
      case "native":
        return {};
      case "node":
        return { ...address, [logPlacesVariable]: path.join(this.#gateFolder, "log-places.cjs") };
      case "python":
        return debug.toolFolder === undefined ? address : { ...address, [debugpyVariable]: debug.toolFolder };
      default:
        return address;
    }
  }

  async #interpreter(
    fn: LambdaFunction,
    runtime: Exclude<ProcessRuntime, { family: "provided" }>,
  ): Promise<Interpreter> {
    const code = fn.code.kind === "folder" ? [fn.code.path] : [];
    const folders = [...code, path.dirname(fn.template)];
    const found = await this.#interpreters.find(runtime.family, runtime.wanted, folders);
    if (found) return found;
    throw new Failure(
      "interpreter-missing",
      `${fn.name} runs on ${fn.runtime ?? ""}, and there is no ${programName(runtime)} on this machine that can run it. ` +
        `Looked at ${searchedPlaces[runtime.family]}. Install ${programName(runtime)} ${runtime.wanted.join(".")}, ` +
        `or use the container engine.`,
    );
  }

  #own(sandbox: ProcessSandbox): Sandbox {
    this.#sandboxes.add(sandbox);
    this.#guard.add(sandbox.pid);
    void sandbox.exited.then(() => {
      this.#sandboxes.delete(sandbox);
      this.#guard.remove(sandbox.pid);
    });
    if (this.#isDisposed) void sandbox.stop();
    return sandbox;
  }

  #tmpFolder(environmentId: string): string {
    return path.join(this.#tmpRoot, environmentId);
  }
}

function throwIfCancelled(signal: AbortSignal, fn: LambdaFunction): void {
  if (signal.aborted) throw new Failure("cancelled", `Starting ${fn.name} was cancelled.`);
}
