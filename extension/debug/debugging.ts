import {
  debug,
  DebugConfigurationProviderTriggerKind,
  Uri,
  workspace as vscodeWorkspace,
  type DebugConfiguration,
} from "vscode";
import type { Boundary } from "../boundary.ts";
import type { FunctionTarget } from "../commands/function-target.ts";
import { Scope } from "../scope.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { environmentAdapterFactory, LambdaAdapterFactory } from "./adapter-factory.ts";
import { ChildSessions } from "./child-sessions.ts";
import { debugConfiguration, LambdaConfigurations } from "./lambda-configurations.ts";
import { LambdaSessions } from "./lambda-sessions.ts";

/** Sessions of type `lambda`, with all that VS Code needs for them. */
export class Debugging {
  readonly #scope = new Scope();
  readonly #sessions = this.#scope.own(new LambdaSessions());

  /** @param distFolder absolute path of the folder that `debug-adapter.js` is in */
  constructor(workspaces: Workspaces, boundary: Boundary, distFolder: string) {
    const configurations = new LambdaConfigurations(workspaces, boundary);
    this.#scope.own(debug.registerDebugConfigurationProvider("lambda", configurations));
    const dynamic = DebugConfigurationProviderTriggerKind.Dynamic;
    this.#scope.own(debug.registerDebugConfigurationProvider("lambda", configurations.offers, dynamic));
    const factory = new LambdaAdapterFactory(workspaces, distFolder);
    this.#scope.own(debug.registerDebugAdapterDescriptorFactory("lambda", factory));
    this.#scope.own(debug.registerDebugAdapterDescriptorFactory("lambda-dap", environmentAdapterFactory));
    this.#scope.own(new ChildSessions(boundary));
  }

  /** Starts debugging a function unless that is on already. False when it can't be, which VS Code has told by then. */
  async start(target: FunctionTarget): Promise<boolean> {
    if (this.#sessions.isOn(target)) return true;
    const folder = vscodeWorkspace.getWorkspaceFolder(Uri.file(target.workspace.folder));
    return await debug.startDebugging(folder, debugConfiguration(target));
  }

  /** Configuration of the session that the person looks at; undefined when there is none. */
  get current(): DebugConfiguration | undefined {
    return this.#sessions.current?.configuration;
  }

  dispose(): void {
    this.#scope.dispose();
  }
}
