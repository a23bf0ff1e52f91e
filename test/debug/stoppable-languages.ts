import assert from "node:assert/strict";
import { join } from "node:path";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";
import type { Scope } from "../harness/scope.ts";
import { DapClient, type Stop } from "./dap-client.ts";
import { generatedLine } from "./generated-line.ts";
import { InspectorClient } from "./inspector-client.ts";

/** A debugger that stops every call of an environment. */
export interface StoppingDebugger {
  /** Resolves when the next call stands still. */
  stopped(): Promise<void>;
  /** Lets that go on. */
  resume(): Promise<unknown>;
  /** Goes, as when its editor does. */
  drop(): void;
}

/** How functions of a language stop at a breakpoint for a client that has no editor. */
export interface StoppableLanguage {
  readonly name: string;
  readonly runtime: string;
  /** Of the handler `app.handler`. */
  readonly file: string;
  /** Answers with the version. */
  code(version: number): string;
  /** Attaches to an environment that waits, with a breakpoint in the line that answers. */
  attach(scope: Scope, environment: DebuggerEvent, source: string): Promise<StoppingDebugger>;
}

export const stoppableLanguages: readonly StoppableLanguage[] = [
  {
    name: "TypeScript",
    runtime: "nodejs24.x",
    file: "app.ts",
    code: (version) => `export const handler = async (): Promise<number> => {\n  return ${String(version)};\n};\n`,
    attach: async (scope, environment, source) => {
      const client = await InspectorClient.attach(scope, environment);
      await client.setBreakpoint("app\\.js$", generatedLine(join(environment.localRoot, "app.js"), source, 1));
      await client.letGo();
      return {
        stopped: async () => {
          await client.nextPause();
        },
        resume: () => client.resume(),
        drop: () => client.detach(),
      };
    },
  },
  {
    name: "Python",
    runtime: "python3.11",
    file: "app.py",
    code: (version) => `def handler(event, _):\n    return ${String(version)}\n`,
    attach: async (scope, environment, source) => {
      const client = await DapClient.attach(scope, environment, source, [2]);
      let stop: Stop | undefined;
      return {
        stopped: async () => {
          stop = await client.nextStop();
        },
        resume: () => client.resume(stop ?? assert.fail("It does not stand still")),
        drop: () => client.detach(),
      };
    },
  },
];
