import type { Duplex } from "node:stream";
import type { DebugSetup } from "../../engine/debug-setup.ts";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import type { Engine, SandboxExit } from "../../engine/engine.ts";
import type { Host } from "../../host.ts";
import type { LambdaFunction } from "../../model/function.ts";

/** How functions of one language are debugged. */
export interface DebugBackend {
  /**
   * Checks what no setting up can change, before the function is built.
   *
   * @throws Failure `debug-unavailable`
   */
  readonly requireDebuggable?: (fn: LambdaFunction) => void;
  /** The function is compiled anew while it is debugged, unoptimised: see `BuildRequest.isForDebugger`. */
  readonly needsOwnBuild?: boolean;
  /**
   * Gets ready what a runtime needs to wait for its debugger.
   *
   * @throws Failure `debug-unavailable`; `cancelled`
   */
  setUp(task: DebugTask): Promise<DebugSetup>;
  /** The debugger stands before the program's first instruction: what there is by then takes no memory of the function's. */
  readonly holdsProgram?: boolean;
  /**
   * The runtime tells when a debugger has had it go on. Of any other, the first client that speaks counts as that, and once
   * nobody is attached any more it is let go.
   */
  readonly tellsOfDebugger: boolean;
  /** As `DebugRelayObserver.roleOf`, where others than debuggers talk on the same port. */
  readonly roleOf?: (said: Buffer) => "debugger" | "onlooker" | undefined;
  /**
   * Opens what speaks the Debug Adapter Protocol on this machine for a runtime that speaks something else. Undefined when
   * the runtime's debugger does, or is not spoken to so.
   *
   * @throws Error of `listen`; Failure `debug-unavailable` when it has gone since
   */
  readonly openAdapter?: (address: DebuggerAddress) => Promise<DebugAdapter>;
  /** A runtime that waits goes on by itself after `debuggerLimits.attachMs`. */
  readonly looksAtClock?: boolean;
  /**
   * Does what a debugger would to let a runtime go on that waits for one.
   *
   * @param goesOn resolves when it does, of those that tell. Must not reject.
   * @throws Error when it can't be reached
   */
  letGo(address: DebuggerAddress, goesOn: Promise<unknown>): Promise<void>;
  /**
   * Has a runtime that waits stop where the function's own code begins.
   *
   * @throws Error when it can't be reached, or does not know where that is
   */
  readonly stopOnEntry?: (address: DebuggerAddress) => Promise<void>;
  /**
   * Resolves when the program has ended that a debugger runs and outlives, to how it has.
   *
   * @throws Error when the debugger has ended, too; when `signal` aborts
   */
  readonly ended?: (address: DebuggerAddress, signal: AbortSignal) => Promise<SandboxExit>;
}

/** Of one runtime. Who opens it closes it. */
export interface DebugAdapter {
  /** `host:port`, which a client has to tell it as it attaches. */
  readonly target: string;
  /** For one client, which ends it by closing the stream. */
  connect(): Duplex;
  /** Everybody is cut off. */
  close(): void;
}

/** A function that is going to be debugged. */
export interface DebugTask {
  readonly fn: LambdaFunction;
  /** On which it is going to run. */
  readonly engine: Engine["kind"];
  readonly host: Host;
  /** Called when something has to be got first: with what gets it, `pip install`, and with what that says. */
  readonly onProgress: (tool: string, text: string) => void;
  readonly signal: AbortSignal;
}
