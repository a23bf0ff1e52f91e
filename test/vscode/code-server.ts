import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cachedFolder } from "../images/cached-folder.ts";
import { installHint, runCommand } from "../images/run-command.ts";

/** VS Code 1.139 in a browser, with its real extension host. */
const codeServer = "4.139.1";
/** The Node that code-server's addons are compiled for and that runs it: it refuses any other major version. */
const node = "24.21.0";

/**
 * The folder that holds code-server and the Node it runs on, installed from npm once: about three minutes, for the
 * addons are compiled. Chromium, which opens its pages, comes with the system.
 *
 * @throws Error when npm's registry can't be reached, a library's headers or Chromium are missing
 */
export async function codeServerFolder(signal?: AbortSignal): Promise<string> {
  chromiumPath();
  return await cachedFolder(
    `code-server-${codeServer}-node-${node}-${process.platform}-${process.arch}`,
    async (draft) => {
      await writeFile(join(draft, "package.json"), JSON.stringify({ private: true }));
      const install = ["install", "--no-audit", "--no-fund", "--loglevel", "error"];
      const nodePackage = `node-${process.platform}-${process.arch}`;
      await runCommand("npm", [...install, `${nodePackage}@${node}`], { cwd: draft, signal });
      const nodeFolder = join(draft, "node_modules", nodePackage);
      const env = {
        // The package holds the headers; without this node-gyp would download them.
        npm_config_nodedir: nodeFolder,
        PATH: [join(nodeFolder, "bin"), process.env["PATH"]].join(delimiter),
      };
      await runCommand("npm", [...install, `code-server@${codeServer}`], { cwd: draft, env, signal });
    },
  );
}

/** How to run code-server out of `folder`, which {@link codeServerFolder} made: the program, and its first argument. */
export function codeServerCommand(folder: string): readonly [node: string, script: string] {
  return [
    join(folder, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node"),
    join(folder, "node_modules", "code-server", "out", "node", "entry.js"),
  ];
}

/** @throws Error when none is installed */
export function chromiumPath(): string {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`chromium is not installed. ${installHint}`);
  return found;
}
