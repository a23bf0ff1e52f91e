import type { Debugging } from "../debug/debugging.ts";
import type { Invocations } from "../invoke/invocations.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { Failure } from "../../runner/model/failure.ts";
import { configuredEvent } from "../debug/configured-event.ts";
import { everyFunction } from "../debug/lambda-configurations.ts";
import { forFunction, functionTarget } from "./function-target.ts";
import type { CommandTable } from "./register-commands.ts";

/** Debugging functions, and calling them while they are. */
export function debugCommands(workspaces: Workspaces, debugging: Debugging, invocations: Invocations): CommandTable {
  return {
    debug: forFunction(workspaces, "Debug", async (target) => {
      if (await debugging.start(target)) await invocations.invoke(target);
    }),
    invokeAgain: async () => {
      const configuration = debugging.current;
      if (!configuration) throw new Failure("usage", 'Nothing is debugged. Use "Lambda: Debug" first.');
      const functionName = String(configuration["function"]);
      const named =
        functionName === everyFunction ? undefined : { functionName, folder: configuration["workspace"] as string };
      const target = await functionTarget(workspaces, named, "Invoke Again");
      const event = configuredEvent(configuration);
      if (target) await (event ? invocations.call(target, event) : invocations.invoke(target));
    },
    // `${command:pickFunction}` of a launch.json stands for its result.
    pickFunction: async () => (await functionTarget(workspaces, undefined, "Debug"))?.fn.name,
  };
}
