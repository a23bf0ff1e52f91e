import type { DebugLanguage } from "../../model/debug-language.ts";
import { debugVariable } from "../debug-output.ts";
import { delveCommand } from "../delve-command.ts";
import { gdbserverCommand } from "../gdbserver-command.ts";
import { debugpyVariable, type DebugSetup } from "../debug-setup.ts";
import type { GateChoice } from "./gate-choice.ts";
import { debuggerTarget } from "./placed-folders.ts";

export interface DebugStartOptions {
  /** `host:port` for the debugger to listen on in the container; 0 for a free port. */
  readonly listen: string;
  /** The function's own, as they are without a debugger. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How a runtime in a container is started so that it waits for its debugger before any of the function's code. */
export function debugStart({ language }: DebugSetup, options: DebugStartOptions): GateChoice {
  return starts[language](options);
}

const starts: Readonly<Record<DebugLanguage, (options: DebugStartOptions) => GateChoice>> = {
  // Which starts the program itself, so that it can't stand in front of the image's entry point, a script.
  go: ({ listen }) => ({
    variables: {},
    entryPoint: ["/bin/sh", "/pilotlight/custom-runtime.sh", ...delveCommand(`${debuggerTarget}/dlv`, listen), "--"],
  }),
  java: ({ listen, variables }) => ({
    variables: { [debugVariable]: listen, ...wrappedBy("debug-java.sh", variables) },
    entryPoint: [],
  }),
  native: ({ listen }) => ({
    variables: {},
    entryPoint: ["/bin/sh", "/pilotlight/custom-runtime.sh", ...gdbserverCommand(debuggerTarget, listen), "--"],
  }),
  // What Node.js is to load comes first of all, what the function's own options name included, and takes itself out again.
  node: ({ listen, variables }) => {
    const options = `--require /pilotlight/debug-node.cjs ${variables["NODE_OPTIONS"] ?? ""}`.trim();
    return { variables: { [debugVariable]: listen, NODE_OPTIONS: options }, entryPoint: [] };
  },
  python: ({ listen, variables }) => ({
    variables: {
      [debugVariable]: listen,
      [debugpyVariable]: debuggerTarget,
      ...wrappedBy("debug-python.sh", variables),
    },
    entryPoint: [],
  }),
  ruby: ({ listen, variables }) => {
    const options = `-r/pilotlight/debug-ruby.rb ${variables["RUBYOPT"] ?? ""}`.trim();
    return { variables: { [debugVariable]: listen, RUBYOPT: options }, entryPoint: [] };
  },
};

/** The interpreter's command line is handed to a script of ours, which hands it on to the function's own. */
function wrappedBy(script: string, { [wrapperVariable]: own }: DebugStartOptions["variables"]): Record<string, string> {
  const ours = { [wrapperVariable]: `/pilotlight/${script}` };
  return own === undefined ? ours : { ...ours, PILOTLIGHT_WRAPPER: own };
}

const wrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER";
