import { join } from "node:path";
import type { EventBody } from "../debug-adapter/adapter-client.ts";
import { DapClient } from "../debug/dap-client.ts";
import { generatedLine } from "../debug/generated-line.ts";
import { InspectorClient } from "../debug/inspector-client.ts";
import type { Scope } from "../harness/scope.ts";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";

/** A debugger with one breakpoint that goes on from it at once, as often as it is hit. */
export interface AttachedDebugger {
  removeBreakpoint(): Promise<unknown>;
}

/** Attaches to the environment that an adapter's `lambdaEnvironment` event tells of. */
export type Attach = (
  scope: Scope,
  environment: EventBody,
  breakpoint: Breakpoint,
  onHit: () => void,
) => Promise<AttachedDebugger>;

export interface Breakpoint {
  /** Absolute path of the source file. */
  readonly source: string;
  /** One-based. */
  readonly line: number;
}

/** Node.js: by its inspector and the bundle's source map, as VS Code's debugger does. */
export const attachNode: Attach = async (scope, environment, { source, line }, onHit) => {
  const { host, port, localRoot } = environment as unknown as DebuggerEvent;
  const client = await InspectorClient.attach(scope, { host, port });
  const lineNumber = generatedLine(join(localRoot, "app.js"), source, line - 1);
  const breakpoint = await client.send("Debugger.setBreakpointByUrl", { urlRegex: "app\\.js$", lineNumber });
  const { breakpointId } = breakpoint as { breakpointId: string };
  await client.letGo();
  void (async () => {
    for (;;) {
      await client.nextPause();
      onHit();
      await client.resume();
    }
  })();
  return { removeBreakpoint: () => client.send("Debugger.removeBreakpoint", { breakpointId }) };
};

/** Debuggers that speak the Debug Adapter Protocol themselves. */
export const attachDap: Attach = async (scope, environment, { source, line }, onHit) => {
  const client = await DapClient.attach(scope, environment as unknown as DebuggerEvent, source, [line]);
  void (async () => {
    for (;;) {
      const stop = await client.nextStop();
      onHit();
      await client.resume(stop);
    }
  })();
  return { removeBreakpoint: () => client.send("setBreakpoints", { source: { path: source }, breakpoints: [] }) };
};
