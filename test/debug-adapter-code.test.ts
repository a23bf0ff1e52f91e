import assert from "node:assert/strict";
import { join } from "node:path";
import { suite, test } from "node:test";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { AdapterClient } from "./debug-adapter/adapter-client.ts";
import { startProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";

const typed = "export const handler = async (): Promise<string> => 'one';\n";

const project = {
  defaults: { Runtime: "nodejs24.x" },
  functions: {
    Typed: { CodeUri: "typed", Handler: "app.handler" },
    Compiled: { CodeUri: "compiled", Handler: "dist/app.handler" },
  },
  files: {
    "typed/app.ts": typed,
    "compiled/src/app.ts": typed,
    "compiled/dist/app.js": "exports.handler = async () => 'one';\n",
  },
};

suite("A debug session warns of code that is not what the person sees", () => {
  test("when what was saved can't be built", async (t) => {
    const running = await startProject(t, project);
    const adapter = await AdapterClient.start(t, running.folder);
    await adapter.begin("attach", { function: "Typed" });
    const path = join(running.folder, "typed/app.ts");
    const { body } = await adapter.setBreakpointsRequest({ source: { path }, breakpoints: [{ line: 1 }] });
    assert.match(body.breakpoints[0]?.message ?? "", /^Bound as soon/);
    const saves = new Saves(running);
    saves.write("typed/app.ts", "export const handler = (: => 'two';\n");
    await adapter.shown("stderr", /^app\.ts could not be built, so the code from before goes on in Typed\. Until/);
    const changed = await adapter.heard("breakpoint", ({ breakpoint }) => /older/.test(messageOf(breakpoint)));
    assert.equal(changed["reason"], "changed");
    saves.write("typed/app.ts", typed);
    await adapter.heard("breakpoint", ({ breakpoint }) => /^Bound as soon/.test(messageOf(breakpoint)));
  });

  test("when TypeScript was compiled without a source map", async (t) => {
    const running = await startProject(t, project);
    const adapter = await AdapterClient.start(t, running.folder);
    await adapter.begin("attach", { function: "Compiled" });
    await adapter.shown(
      "stderr",
      /^dist\/app\.js of Compiled has no source map, so breakpoints in app\.ts are not hit\./,
    );
  });
});

function messageOf(breakpoint: unknown): string {
  return (breakpoint as DebugProtocol.Breakpoint).message ?? "";
}
