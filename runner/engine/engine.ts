import type { LambdaFunction } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import type { DebugSetup } from "./debug-setup.ts";
import type { DebugWait } from "./debug-wait.ts";

/**
 * What provides execution environments. The rest of the runner knows engines by this interface alone; two exist,
 * `container/` and `process/`.
 */
export interface Engine {
  readonly kind: "container" | "process";
  /** For people: `Docker 20.10.24 at /var/run/docker.sock`. */
  readonly description: string;
  /** Where a Runtime API listener must bind, and the host name under which a sandbox reaches it. */
  readonly listener: { readonly bindHost: string; readonly connectHost: string };
  /** Its sandboxes listen on this machine's own ports, where two of one function get in each other's way. */
  readonly sharesPorts: boolean;

  /**
   * Makes ready what every sandbox of the function needs: pulls or builds the image, finds the interpreter, checks
   * the engine can run it at all. Cheap when it was done before. The problems are notes that stop nothing (another
   * major version of the interpreter, say).
   *
   * @throws Failure `image-unavailable`, `interpreter-missing`, `engine-unavailable`, `engine-lost`, `code-missing`, `cancelled`
   */
  prepare(fn: LambdaFunction, progress: (step: PrepareProgress) => void, signal: AbortSignal): Promise<Problem[]>;

  /**
   * Starts a runtime. Resolves when it has been started, long before it is initialised.
   *
   * @throws Failure as `prepare`
   */
  start(request: SandboxRequest, signal: AbortSignal): Promise<Sandbox>;

  /**
   * Removes what was kept for an execution environment between its sandboxes (its `/tmp`, say). The environment is
   * gone for good; its sandboxes have been stopped. An engine that keeps nothing does nothing.
   */
  releaseEnvironment(environmentId: string): Promise<void>;

  /**
   * Says which interpreter or image runs the function, in a text for no person: it changes when that does, whatever names
   * stay the same. Empty for a runtime that the code brings itself.
   *
   * @throws Failure as `prepare`
   */
  identify(fn: LambdaFunction, signal: AbortSignal): Promise<string>;

  /** Whether a spare of this function, debugged or not, can be started and gains anything. */
  canSpare(fn: LambdaFunction, debug?: DebugSetup): boolean;

  /**
   * Checks that a debugger can get at the function's sandboxes.
   *
   * @throws Failure `debug-unavailable`
   */
  requireDebuggable(fn: LambdaFunction): void;

  /** Memory that new sandboxes may take without harming the machine, in MB, as far as the engine can tell now. */
  availableMemoryMb(): Promise<number>;

  /**
   * Removes what runners of this machine have left when they died. Done when the engine is made, too.
   *
   * @throws Failure `engine-unavailable`, `engine-lost`
   */
  removeLeftovers(): Promise<void>;

  /** Stops every sandbox this engine started and releases what it holds. Nothing runs afterwards. */
  dispose(): Promise<void>;
}

/** A step of a pull or an image build. `done` and `total` are bytes, where they are known. */
export interface PrepareProgress {
  readonly kind: "pull" | "build";
  readonly image: string;
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
}

/** Everything an engine needs to start one runtime. */
export interface SandboxRequest {
  /** Of the execution environment, which outlives a reset of its sandbox. */
  readonly environmentId: string;
  readonly fn: LambdaFunction;
  /** Folder on this machine that becomes `/var/task`; undefined for image functions. */
  readonly codeFolder: string | undefined;
  /** Folder on this machine with all layers merged that becomes `/opt`; undefined when there are none. */
  readonly layerFolder: string | undefined;
  /** Port of the environment's Runtime API listener; the host is the engine's `listener.connectHost`. */
  readonly runtimeApiPort: number;
  /**
   * Variables that don't depend on the engine: the function's own, `AWS_LAMBDA_FUNCTION_*`, region, credentials, log
   * group and stream. The engine adds those that name a place (`LAMBDA_TASK_ROOT`, `PATH`, `AWS_LAMBDA_RUNTIME_API` …).
   */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * Start it as a spare, of a function that {@link Engine.canSpare}: it boots and then waits, before any of the function's
   * code is read, until {@link Sandbox.release}. What `codeFolder` holds at the release is what runs; at the start it may
   * be empty. The folder itself must stay the same one.
   */
  readonly isSpare: boolean;
  /** It waits for a debugger before any user code, as {@link Sandbox.debugWait} tells; a spare once it is released. */
  readonly debug?: DebugSetup | undefined;
}

/** One running runtime: a container, or a process group. */
export interface Sandbox {
  /** Container id or pid, for messages. */
  readonly id: string;
  /** Which interpreter or image runs, for the record: `node 24.21.0`, `public.ecr.aws/lambda/nodejs:24`. */
  readonly runtimeDescription: string;
  /** `performance.now()` when the runtime's process began. An engine may know it only once `usage` has resolved. */
  readonly startedAtMs: number;
  /** Resolves once, when the runtime is gone for whatever reason; never rejects. */
  readonly exited: Promise<SandboxExit>;
  /** The runtime's standard output and error, byte for byte in arrival order. At most one listener. */
  onOutput(listener: (chunk: Buffer) => void): void;
  /** Resolves when output written before now has been handed to the listener, as far as the engine can tell. */
  settleOutput(thoroughness: SettleThoroughness): Promise<void>;
  /** Figures since the sandbox was started. Resolves to the last known ones after it is gone. */
  usage(): Promise<Usage>;
  /**
   * From now on it gets the time of so many CPUs: a quota for each period as on AWS (see `quotaPeriodMs`). Absent where an
   * engine can't do that.
   *
   * @throws Failure `engine-lost`, `engine-unavailable`
   */
  limitCpu?(vCpus: number): Promise<void>;
  /**
   * How long its threads have been ready to run and had no CPU, in ms since each began: others had it, or the quota was
   * used up. Of threads that have ended it is what was known when this was called last. Undefined where nothing tells.
   */
  cpuDelayMs(): Promise<number | undefined>;
  /**
   * Of a spare: resolves when it has arrived at its gate, to `performance.now()` then; to undefined when it ended or was
   * released before, and for a sandbox that is no spare. Never rejects.
   */
  readonly atGate: Promise<number | undefined>;
  /**
   * Lets a spare go on with what its code folder holds now; where code is copied into containers, after copying. Does
   * nothing for others and for those that are gone. Idempotent.
   *
   * @throws Failure as {@link Engine.start}, and `spare-stale` when the spare can't see its code folder any more: stop it
   *   and start anew
   */
  release(): Promise<void>;
  /** Of a runtime that is debugged. */
  readonly debugWait: DebugWait | undefined;
  /** Kills the runtime and everything it started, removes what was made for it. Resolves when it is gone. Idempotent. */
  stop(): Promise<void>;
}

/** `quick`: somebody waits for the next invocation. `thorough`: somebody waits for this one's log. */
export type SettleThoroughness = "quick" | "thorough";

export interface Usage {
  /** Memory in use now, without reclaimable file cache and without `/tmp`, in MB. */
  readonly memoryMb: number;
  /** Highest value of the same so far, in MB. */
  readonly peakMemoryMb: number;
  /** User and system CPU time of everything in the sandbox, in ms. */
  readonly cpuMs: number;
}

export type SandboxExit =
  | { readonly kind: "exited"; readonly code: number }
  /** Name without `SIG` in capitals as Node gives it: `SIGKILL`. */
  | { readonly kind: "signalled"; readonly signal: string }
  /** The kernel or the engine killed it for memory. */
  | { readonly kind: "out-of-memory" }
  /** The bootstrap could not be executed: `fork/exec /var/task/bootstrap: no such file or directory`. */
  | { readonly kind: "invalid-entrypoint"; readonly message: string }
  /** The engine itself went away or lost it: `reason` is a sentence. */
  | { readonly kind: "lost"; readonly reason: string };
