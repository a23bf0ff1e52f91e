import type { DebugConfiguration, DebugConfigurationProvider, WorkspaceFolder } from "vscode";
import type { Boundary } from "../boundary.ts";
import { functionTarget, type FunctionTarget } from "../commands/function-target.ts";
import type { Workspaces } from "../workspace/workspaces.ts";

/** Configurations of type `lambda`: offers one for each function, and completes what a person wrote, or didn't. */
export class LambdaConfigurations implements DebugConfigurationProvider {
  readonly #workspaces: Workspaces;
  readonly #boundary: Boundary;

  constructor(workspaces: Workspaces, boundary: Boundary) {
    this.#workspaces = workspaces;
    this.#boundary = boundary;
  }

  /** For the picker of the Run view: what can be started, and no more. */
  get offers(): DebugConfigurationProvider {
    return { provideDebugConfigurations: (folder) => this.provideDebugConfigurations(folder) };
  }

  provideDebugConfigurations(folder: WorkspaceFolder | undefined): DebugConfiguration[] {
    const workspace = folder && this.#workspaces.find(folder.uri.fsPath);
    const functions = workspace?.state.functions ?? [];
    return [...functions.map(({ name }) => launchConfiguration(name)), ...(functions.length > 1 ? [attachToAll] : [])];
  }

  /** Without a `launch.json` it is empty: it then is about the function of the active editor, or one that is picked. */
  async resolveDebugConfiguration(
    _folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
  ): Promise<DebugConfiguration | undefined> {
    if (configuration["function"] !== undefined) return configuration;
    if (configuration.request === "attach") return { ...configuration, function: everyFunction };
    const target = await this.#boundary.run("Choosing a function to debug", () =>
      functionTarget(this.#workspaces, undefined, "Debug"),
    );
    if (!target) return undefined;
    return { ...debugConfiguration(target), ...given(configuration) };
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    folder: WorkspaceFolder | undefined,
    configuration: DebugConfiguration,
  ): DebugConfiguration | undefined {
    // Nobody chose a function.
    if (typeof configuration["function"] !== "string") return undefined;
    return { workspace: this.#folderOf(folder, configuration["function"]), ...configuration };
  }

  #folderOf(folder: WorkspaceFolder | undefined, functionName: string): string | undefined {
    if (folder) return folder.uri.fsPath;
    const workspaces = this.#workspaces.all;
    const owner = workspaces.find(({ state }) => state.functions.some(({ name }) => name === functionName));
    return (owner ?? workspaces[0])?.folder;
  }
}

/** Stands for all functions of a workspace. */
export const everyFunction = "*";

const attachToAll: DebugConfiguration = {
  type: "lambda",
  request: "attach",
  name: "Attach to all functions",
  function: everyFunction,
};

/** What *Debug* starts for a function. */
export function debugConfiguration({ workspace, fn }: FunctionTarget): DebugConfiguration {
  return { ...launchConfiguration(fn.name), workspace: workspace.folder };
}

function launchConfiguration(functionName: string): DebugConfiguration {
  return { type: "lambda", request: "launch", name: `Debug ${functionName}`, function: functionName };
}

/** VS Code hands an empty text over for what is missing. */
function given(configuration: DebugConfiguration): Partial<DebugConfiguration> {
  return Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== "" && value !== undefined));
}
