import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { goConfiguration } from "./go-configuration.ts";
import { javaConfiguration } from "./java-configuration.ts";
import { rubyConfiguration } from "./ruby-configuration.ts";
import { nativeConfiguration } from "./native-configuration.ts";

/** What of a session's arguments shapes the sessions of its environments. */
export interface ChildOptions {
  /** Absolute path. */
  readonly workspace: string;
  /** Files that stepping passes over, as globs, instead of the usual ones. */
  readonly skipFiles: readonly string[] | undefined;
  /** Stepping and exceptions are about the function's own code, packages left out. */
  readonly justMyCode: boolean;
  /** Each environment stops where the handler's module begins. */
  readonly stopOnEntry: boolean;
  /** Handed on to the language's debugger, over everything else. */
  readonly go: Readonly<Record<string, unknown>>;
  readonly java: Readonly<Record<string, unknown>>;
  readonly native: Readonly<Record<string, unknown>>;
  readonly node: Readonly<Record<string, unknown>>;
  readonly python: Readonly<Record<string, unknown>>;
  readonly ruby: Readonly<Record<string, unknown>>;
}

/** A configuration of the debugger that a client attaches to one environment with. */
export interface ChildConfiguration {
  readonly type: string;
  readonly request: "attach";
  readonly name: string;
  readonly [option: string]: unknown;
}

/** For people: `OrderMailer e1a2b3c4`. */
export function environmentName({
  functionName,
  environmentId,
}: Pick<DebuggerEvent, "functionName" | "environmentId">): string {
  return `${functionName} ${environmentId.slice(0, 8)}`;
}

/**
 * Node.js: what js-debug attaches with. The other debuggers speak the Debug Adapter Protocol themselves, so `lambda-dap` means
 * that the client connects to `server` and hands all of this over as the arguments of `attach`.
 *
 * @param distFolder absolute path of the folder that has what runs in front of a function's code in a process
 * @param sources as `encodedSources` tells them, of a function for Node.js
 */
export function childConfiguration(
  environment: DebuggerEvent,
  options: ChildOptions,
  distFolder: string,
  sources: Readonly<Record<string, string>> = {},
): ChildConfiguration {
  switch (environment.language) {
    case "go":
      return { ...goConfiguration(environmentName(environment), environment), ...options.go };
    case "java":
      return { ...javaConfiguration(environmentName(environment), environment, options), ...options.java };
    case "native":
      return { ...nativeConfiguration(environmentName(environment), environment), ...options.native };
    case "node":
      return { ...nodeConfiguration(environment, options, distFolder, sources), ...options.node };
    case "python":
      return { ...pythonConfiguration(environment, options), ...options.python };
    case "ruby":
      return { ...rubyConfiguration(environmentName(environment), environment, options), ...options.ruby };
  }
}

function nodeConfiguration(
  environment: DebuggerEvent,
  { workspace, skipFiles, justMyCode }: ChildOptions,
  distFolder: string,
  sources: Readonly<Record<string, string>>,
): ChildConfiguration {
  const { host, port, localRoot, remoteRoot } = environment;
  return {
    type: "pwa-node",
    request: "attach",
    name: environmentName(environment),
    address: host,
    port,
    // With these, js-debug takes paths outside of them for none of this machine.
    ...(localRoot === remoteRoot
      ? {}
      : { localRoot, remoteRoot, sourceMapPathOverrides: localSources(workspace, sources) }),
    // Code that the person compiled has some, too.
    sourceMaps: true,
    // Builds are outside of the workspace, which is where source maps are looked for otherwise.
    resolveSourceMapLocations: null,
    // By the maps of these, breakpoints are set before a script is loaded: pausing for maps then comes too late for its
    // first call.
    pauseForSourceMap: false,
    outFiles: [`${globPath(localRoot)}/**/*.{js,cjs,mjs}`, "!**/node_modules/**"],
    skipFiles: skipFiles ?? [
      "<node_internals>/**",
      "/var/runtime/**",
      "/pilotlight/**",
      `${globPath(distFolder)}/bootstrap/**`,
      `${globPath(distFolder)}/gate/**`,
      ...(justMyCode ? ["**/node_modules/**"] : []),
    ],
    // An environment is replaced, never restarted: its successor announces itself.
    restart: false,
    continueOnAttach: true,
    autoAttachChildProcesses: false,
  };
}

function pythonConfiguration(
  environment: DebuggerEvent,
  { justMyCode, stopOnEntry }: ChildOptions,
): ChildConfiguration {
  const { host, port, localRoot, remoteRoot } = environment;
  return {
    type: "lambda-dap",
    request: "attach",
    name: environmentName(environment),
    // Its own name for it: debugpy takes `host` and `port` for a program to connect to itself.
    server: { host, port },
    pathMappings: [{ localRoot, remoteRoot }],
    justMyCode,
    // Known to what starts the function, for debugpy does nothing with it here.
    ...(stopOnEntry ? { stopOnEntry } : {}),
    // The function's output comes from the runner.
    redirectOutput: false,
    showReturnValue: true,
    subProcess: false,
  };
}

/** Maps name their sources by file URLs of this machine, which are to be left as they are; js-debug decodes none of them. */
function localSources(workspace: string, sources: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const isPosix = workspace.startsWith("/");
  return {
    ...Object.fromEntries(Object.entries(sources).map(([url, path]) => [url, globPath(path)])),
    ...(isPosix ? { "file:///*": "/*" } : { "file:///([a-z]):/(.+)": "$1:/$2" }),
  };
}

/** Globs have `/` on every platform. */
function globPath(path: string): string {
  return path.replaceAll("\\", "/");
}
