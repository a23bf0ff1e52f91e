import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type { DebuggerAddress } from "../../engine/debug-wait.ts";
import type { SandboxExit } from "../../engine/engine.ts";
import type { DebugBackend } from "./backend.ts";
import { DelveConnection, DelveError } from "./delve-connection.ts";
import { installDelve } from "./install-delve.ts";
import { requireOwnArchitecture } from "./require-own-architecture.ts";

/** Go: Delve, which starts the program itself and lasts longer than that. */
export const goBackend: DebugBackend = {
  needsOwnBuild: true,
  requireDebuggable: requireOwnArchitecture,
  async setUp({ fn, host, onProgress, signal }) {
    const goArch = fn.architecture === "arm64" ? "arm64" : "amd64";
    const toolFolder = await installDelve(host, goArch, (text) => onProgress("go build", text), signal);
    return { language: "go", toolFolder };
  },
  holdsProgram: true,
  tellsOfDebugger: false,
  letGo,
  stopOnEntry,
  ended,
};

/** Nothing is to stop the program any more: breakpoints go, Delve's own for panics too, and it runs. */
async function letGo(address: DebuggerAddress): Promise<void> {
  const delve = await DelveConnection.open(address);
  try {
    if ((await state(delve)).Running) await delve.call("Command", { name: "halt" });
    const { Breakpoints } = (await delve.call("ListBreakpoints", { All: true })) as {
      readonly Breakpoints: readonly { readonly id: number }[];
    };
    for (const Id of new Set(Breakpoints.map(({ id }) => id))) await delve.call("ClearBreakpoint", { Id });
    delve.continueAndClose();
  } catch (error) {
    delve.close();
    // That has ended.
    if (!(error instanceof DelveError && exitOf(error))) throw error;
  }
}

/** Where `main` begins, which a program passes once. */
async function stopOnEntry(address: DebuggerAddress): Promise<void> {
  const delve = await DelveConnection.open(address);
  try {
    await delve.call("CreateBreakpoint", { Breakpoint: { functionName: "main.main" } });
  } finally {
    delve.close();
  }
}

/** Delve tells on request alone. */
const askEveryMs = 250;

async function ended(address: DebuggerAddress, signal: AbortSignal): Promise<SandboxExit> {
  const delve = await DelveConnection.open(address);
  try {
    for (;;) {
      await state(delve);
      await delay(askEveryMs, undefined, { signal });
    }
  } catch (error) {
    const exit = error instanceof DelveError ? exitOf(error) : undefined;
    if (exit) return exit;
    throw error;
  } finally {
    delve.close();
  }
}

async function state(delve: DelveConnection): Promise<{ readonly Running: boolean }> {
  const { State } = (await delve.call("State", { NonBlocking: true })) as { State: { readonly Running: boolean } };
  return State;
}

/** `Process 4711 has exited with status 2`, negative for a signal. Undefined when it says something else. */
function exitOf({ message }: DelveError): SandboxExit | undefined {
  const status = /has exited with status (-?\d+)/.exec(message)?.[1];
  if (status === undefined) return undefined;
  const code = Number(status);
  return code < 0 ? { kind: "signalled", signal: signalName(-code) } : { kind: "exited", code };
}

function signalName(signalNumber: number): string {
  const [name = `signal ${String(signalNumber)}`] =
    Object.entries(constants.signals).find(([, number]) => number === signalNumber) ?? [];
  return name;
}
