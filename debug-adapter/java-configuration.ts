import type { DebuggerEvent } from "../runner/control/protocol.ts";
import type { ChildConfiguration, ChildOptions } from "./child-configuration.ts";

/** What the debugger of the Java extensions attaches with. It finds sources by itself, by the projects that are open. */
export function javaConfiguration(
  name: string,
  { host, port }: DebuggerEvent,
  { justMyCode }: ChildOptions,
): ChildConfiguration {
  return {
    type: "java",
    request: "attach",
    name,
    hostName: host,
    port,
    stepFilters: {
      skipClasses: justMyCode ? ["$JDK", "$Libraries", ...runtimeClasses] : runtimeClasses,
    },
  };
}

/** Of Lambda's runtime interface client, which calls the handler. */
const runtimeClasses = ["com.amazonaws.services.lambda.runtime.api.*", "lambdainternal.*"];
