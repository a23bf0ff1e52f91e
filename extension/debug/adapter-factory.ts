import { join } from "node:path";
import {
  DebugAdapterExecutable,
  DebugAdapterServer,
  type DebugAdapterDescriptor,
  type DebugAdapterDescriptorFactory,
  type DebugSession,
} from "vscode";
import type { Workspaces } from "../workspace/workspaces.ts";

/** For `lambda`: our adapter, a process of its own. */
export class LambdaAdapterFactory implements DebugAdapterDescriptorFactory {
  readonly #workspaces: Workspaces;
  readonly #adapter: string;

  /** @param distFolder absolute path of the folder that `debug-adapter.js` is in */
  constructor(workspaces: Workspaces, distFolder: string) {
    this.#workspaces = workspaces;
    this.#adapter = join(distFolder, "debug-adapter.js");
  }

  /** @throws Failure what starting a runner fails with, which VS Code shows */
  async createDebugAdapterDescriptor({ configuration }: DebugSession): Promise<DebugAdapterDescriptor> {
    const folder = String(configuration["workspace"]);
    // Started here it has the window's settings; the adapter then finds it.
    await this.#workspaces.find(folder)?.runner();
    // Electron is Node only when told so.
    const env = { ELECTRON_RUN_AS_NODE: "1" };
    return new DebugAdapterExecutable(process.execPath, [this.#adapter], { cwd: folder, env });
  }
}

/** For `lambda-dap`: the debugger in an environment speaks the protocol itself. */
export const environmentAdapterFactory: DebugAdapterDescriptorFactory = {
  createDebugAdapterDescriptor({ configuration }) {
    const { host, port } = configuration["server"] as { readonly host: string; readonly port: number };
    return new DebugAdapterServer(port, host);
  },
};
