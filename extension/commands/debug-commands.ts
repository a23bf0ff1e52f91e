import type { Debugging } from "../debug/debugging.ts";
import type { Invocations } from "../invoke/invocations.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { forFunction, functionTarget } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** Debugging functions. */
export function debugCommands(workspaces: Workspaces, debugging: Debugging, invocations: Invocations): CommandTable {
  return {
    debug: forFunction(workspaces, "Debug", async (target) => {
      if (await debugging.start(target)) await invocations.invoke(target);
    }),
    // `${command:pickFunction}` of a launch.json stands for its result.
    pickFunction: async () => (await functionTarget(workspaces, undefined, "Debug"))?.fn.name,
  };
}
