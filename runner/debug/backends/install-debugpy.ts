import { readdir, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { LastLine } from "../../build/tools/last-line.ts";
import { runTool } from "../../build/tools/run-tool.ts";
import { InterpreterFinder, searchedPlaces } from "../../engine/process/find-interpreter.ts";
import type { Host } from "../../host.ts";
import { Failure } from "../../model/failure.ts";
import { cachedTool } from "./cached-tool.ts";

/** The newest that still knows Python 3.8. */
const version = "1.8.21";

/**
 * The folder with debugpy, which is got from the package index once for the whole machine: pure Python, so that it runs
 * on every system and in every container alike.
 *
 * @param onProgress called when it has to be installed, and with what pip says then
 * @returns its absolute path
 * @throws Failure `debug-unavailable` when it is not there and can't be had; `cancelled`
 */
export async function installDebugpy(
  host: Host,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<string> {
  return await cachedTool(
    host,
    `debugpy-${version}`,
    async (draft) => {
      onProgress(`debugpy ${version}`);
      await install(draft, host, onProgress, signal);
      await removeUnused(draft);
    },
    signal,
  );
}

async function install(
  folder: string,
  host: Host,
  onProgress: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const python = await new InterpreterFinder(host.platform, host.env).find("python", [3], []);
  if (!python) {
    throw unavailable(`there is no Python on this machine to get it with (looked at ${searchedPlaces.python})`);
  }
  const { exitCode, output } = await runTool(
    {
      program: python.path,
      args: [...pipInstall, "--target", folder],
      cwd: folder,
      env: { ...python.variables, PIP_USER: "false", PIP_REQUIRE_VIRTUALENV: "false" },
    },
    signal,
    onProgress,
  );
  if (exitCode === 0) return;
  const last = new LastLine();
  last.add(Buffer.from(output));
  throw unavailable(`pip could not install it: ${last.take() ?? "it said nothing"}`);
}

const pipInstall = [
  ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--retries=2", "--no-deps"],
  // The wheel for every system, not the one for this machine's Python.
  ...["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none", "--python-version=3.8"],
  `debugpy==${version}`,
];

/**
 * Sources of what is compiled, and the programs that attach to a process that did not ask for it: three quarters of it,
 * which would be copied into each container of an engine that shares no files.
 */
async function removeUnused(folder: string): Promise<void> {
  const pydevd = join(folder, "debugpy", "_vendored", "pydevd");
  for (const file of await readdir(pydevd, { recursive: true })) {
    const isLibrary = /\.(dll|dylib|so)$/.test(file);
    const isUnused = file.startsWith(`pydevd_attach_to_process${sep}`) ? !isLibrary : sourceFile.test(file);
    if (isUnused) await rm(join(pydevd, file), { recursive: true, force: true });
  }
}

const sourceFile = /\.(c|cpp|pxd|pyx)$/;

function unavailable(reason: string): Failure {
  return new Failure(
    "debug-unavailable",
    `Python's debugger debugpy is not on this machine yet, and ${reason}. Install Python 3 with pip, connect to the ` +
      "network and start debugging again.",
  );
}
