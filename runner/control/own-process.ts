import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";

/** How a process of ours is started: on the editor's own Node, so that nobody needs one on PATH. */
export class OwnProcesses {
  readonly #cli: string;

  /** @param distFolder absolute path of the folder that `cli.js` is in */
  constructor(distFolder: string) {
    this.#cli = join(distFolder, "cli.js");
  }

  /** Starts `pilotlight` with these arguments. Streams are pipes; standard input is closed. */
  start(args: readonly string[], options: { readonly cwd: string; readonly detached?: boolean }): ChildProcess {
    return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", this.#cli, ...args], {
      cwd: options.cwd,
      // Electron is Node only when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: options.detached ?? false,
      windowsHide: true,
    });
  }
}
