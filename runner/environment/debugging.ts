import type { LambdaFunction } from "../model/function.ts";
import type { DebugBackend } from "../debug/backends/backend.ts";
import type { DebugSetup } from "../engine/debug-setup.ts";
import type { DebuggerAddress } from "../engine/debug-wait.ts";
import type { DebuggerAwaited } from "./await-debugger.ts";
import type { Environment } from "./environment.ts";

export interface DebuggingObserver {
  /** The environment waits for a debugger before any user code. */
  onWaiting(environment: Environment, address: DebuggerAddress): void;
  /** None came, and the environment goes on without. */
  onGivenUp(environment: Environment): void;
  /** It should wait for a debugger by now, and does not. */
  onSilent(environment: Environment): void;
}

export interface DebuggingOptions {
  /** Variables of the function's environments, over the template's. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** See `DebugBackend.stopOnEntry`. */
  readonly stopOnEntry?: boolean | undefined;
}

/** That a function is debugged: from when somebody asks for it until they have had enough. Its time stands still. */
export class Debugging {
  readonly setup: DebugSetup;
  readonly environment: Readonly<Record<string, string>>;
  readonly #backend: DebugBackend;
  readonly #observer: DebuggingObserver;
  readonly #stopsOnEntry: boolean;
  readonly #ended = Promise.withResolvers<undefined>();
  #endedAtMs: number | undefined;

  constructor(
    setup: DebugSetup,
    backend: DebugBackend,
    observer: DebuggingObserver,
    { environment = {}, stopOnEntry = false }: DebuggingOptions = {},
  ) {
    this.setup = setup;
    this.environment = environment;
    this.#backend = backend;
    this.#observer = observer;
    this.#stopsOnEntry = stopOnEntry;
  }

  /** On the clock of `performance.now`; undefined while it goes on. */
  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  /** What runs may take its whole time from now on: how much of it was spent on looking at it, nobody knows. */
  end(): void {
    this.#endedAtMs ??= performance.now();
    this.#ended.resolve(undefined);
  }

  /**
   * What a runtime takes without its debugger by the time it waits for that, in MB.
   *
   * @param bootMb what one takes that is not debugged and has not begun with the function; undefined if nobody knows
   */
  plainMb(bootMb: number | undefined): number | undefined {
    return this.#backend.holdsProgram === true ? 0 : bootMb;
  }

  awaitedBy(environment: Environment): DebuggerAwaited {
    return {
      setup: this.setup,
      backend: this.#backend,
      stopsOnEntry: this.#stopsOnEntry,
      // Any other ends with the debugging, and is not to begin with its code before.
      unwanted: this.#ended.promise.then(() =>
        environment.state.kind === "busy" ? undefined : new Promise(() => undefined),
      ),
      onWaiting: (address) => this.#observer.onWaiting(environment, address),
      onGivenUp: () => this.#observer.onGivenUp(environment),
      onSilent: () => {
        this.#observer.onSilent(environment);
        // One that has got to its first request runs, if without a debugger; any other would be waited for for ever.
        if (environment.state.kind === "starting") void environment.stop("its debugger did not start");
      },
      onStuck: () => void environment.stop("no debugger attached to it"),
    };
  }
}

/** When something is over that may take so long; it may change its mind. */
export interface Deadline {
  /** On the clock of `performance.now`; infinite while time stands still. */
  readonly atMs: number;
}

export function deadline(startMs: number, limitMs: number, debugging: Debugging | undefined): Deadline {
  if (!debugging) return { atMs: startMs + limitMs };
  return {
    get atMs() {
      const { endedAtMs } = debugging;
      return endedAtMs === undefined ? Infinity : Math.max(startMs, endedAtMs) + limitMs;
    },
  };
}

/** A function with what its debugger has it see. */
export function asDebugged(fn: LambdaFunction, debugging: Debugging | undefined): LambdaFunction {
  return debugging ? { ...fn, environment: { ...fn.environment, ...debugging.environment } } : fn;
}
