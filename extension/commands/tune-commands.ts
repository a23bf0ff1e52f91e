import type { TunePanels } from "../tune/tune-panels.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { forFunction } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** What a function takes and costs at other memory sizes. */
export function tuneCommands(workspaces: Workspaces, panels: TunePanels): CommandTable {
  return { tune: forFunction(workspaces, "Tune Memory", (target) => panels.tune(target)) };
}
