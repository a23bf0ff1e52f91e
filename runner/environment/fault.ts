import type { SandboxExit } from "../engine/engine.ts";

/** Why the platform, not the function's code, failed an invocation, in AWS's words. */
export interface Fault {
  readonly errorType: string;
  /** What stands behind `RequestId: <id> Error: `. */
  readonly text: string;
}

export const outOfMemory = "Runtime.OutOfMemory";

/** Source: texts recorded from AWS and those of the runtime interface emulator's `rapidcore`. */
export function faultOfExit(exit: Exclude<SandboxExit, { kind: "lost" }>): Fault {
  switch (exit.kind) {
    case "exited":
      return {
        errorType: "Runtime.ExitError",
        text:
          exit.code === 0
            ? "Runtime exited without providing a reason"
            : `Runtime exited with error: exit status ${exit.code}`,
      };
    case "signalled":
      return {
        errorType: "Runtime.ExitError",
        text: `Runtime exited with error: signal: ${signalTexts[exit.signal] ?? exit.signal}`,
      };
    case "out-of-memory":
      return { errorType: outOfMemory, text: "Runtime exited with error: signal: killed" };
    case "invalid-entrypoint":
      return { errorType: "Runtime.InvalidEntrypoint", text: exit.message };
  }
}

/** `Task timed out after 3.00 seconds`. */
export function timeoutFault(timeoutS: number): Fault {
  return { errorType: "Sandbox.Timedout", text: `Task timed out after ${timeoutS.toFixed(2)} seconds` };
}

/** Its caller has cancelled it, which a synchronous call on AWS can't be. */
export const cancelledFault: Fault = { errorType: "Pilot.Cancelled", text: "The call was cancelled" };

/** The payload a caller gets for a fault. */
export function faultPayload(fault: Fault, requestId: string): Buffer {
  const errorMessage = `RequestId: ${requestId} Error: ${fault.text}`;
  return Buffer.from(JSON.stringify({ errorType: fault.errorType, errorMessage }));
}

/** What the log of an invocation says of a fault. */
export function faultText({ errorType, text }: Fault, requestId: string, now: Date): string {
  return errorType === "Sandbox.Timedout"
    ? `${now.toISOString()} ${requestId} ${text}\n`
    : `RequestId: ${requestId} Error: ${text}\n${errorType}`;
}

/** How Go's `os` package, in which AWS's own supervisor is written, names signals. */
const signalTexts: Readonly<Record<string, string>> = {
  SIGABRT: "aborted",
  SIGALRM: "alarm clock",
  SIGBUS: "bus error",
  SIGFPE: "floating point exception",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGPIPE: "broken pipe",
  SIGQUIT: "quit",
  SIGSEGV: "segmentation fault",
  SIGSYS: "bad system call",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap",
  SIGUSR1: "user defined signal 1",
  SIGUSR2: "user defined signal 2",
  SIGXCPU: "CPU time limit exceeded",
  SIGXFSZ: "file size limit exceeded",
};
