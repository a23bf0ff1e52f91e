import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder } from "./images/cached-folder.ts";
import { runCommand } from "./images/run-command.ts";

/**
 * The interpreter of a virtual environment with the packages of `python-clients.txt` (boto3 and the AWS CLI, as
 * `-m awscli`) or of `cfn-lint.txt`, installed from PyPI once for each content of the file.
 *
 * @throws Error when there is no Python 3 with `venv`, or PyPI can't be reached
 */
export async function pythonWith(packages: "python-clients" | "cfn-lint", signal?: AbortSignal): Promise<string> {
  const requirements = join(import.meta.dirname, `${packages}.txt`);
  const hash = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex");
  const folder = await cachedFolder(`${packages}-${hash.slice(0, 16)}`, async (draft) => {
    await runCommand(isWindows ? "python" : "python3", ["-m", "venv", draft], { signal });
    const quiet = ["--quiet", "--disable-pip-version-check"];
    await runCommand(interpreterOf(draft), ["-m", "pip", "install", ...quiet, "-r", requirements], { signal });
  });
  return interpreterOf(folder);
}

const isWindows = process.platform === "win32";

function interpreterOf(environment: string): string {
  return isWindows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}
