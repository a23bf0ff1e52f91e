import type { FunctionSummary } from "../../runner/control/protocol.ts";
import { Failure } from "../../runner/model/failure.ts";
import type { Problem } from "../../runner/model/problem.ts";
import type { OwnProcesses } from "../../runner/control/own-process.ts";

export interface ListedProject {
  readonly functions: readonly FunctionSummary[];
  readonly problems: readonly Problem[];
}

/**
 * What the templates of a folder hold, with no runner: nothing of the folder is run.
 *
 * @param args options of `pilotlight list`
 * @throws Failure `template-unusable` with what the command said, `cancelled`
 */
export async function listFunctions(
  processes: OwnProcesses,
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ListedProject> {
  const child = processes.start(["list", "--json", ...args], { cwd: folder });
  const stop = (): void => void child.kill();
  signal.addEventListener("abort", stop);
  try {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    if (signal.aborted) throw new Failure("cancelled", "Listing the functions was cancelled.");
    const { problems, rest } = readStderr(stderr);
    // Without a usable template the command fails, and its problems say why.
    if (stdout.trim() === "" || (code !== 0 && problems.length === 0)) {
      const said = rest === "" ? `pilotlight list ended with status ${String(code)}` : rest;
      throw new Failure("template-unusable", said);
    }
    return { functions: JSON.parse(stdout) as FunctionSummary[], problems };
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Problems are lines of JSON; what is not was meant for people. */
function readStderr(stderr: string): { problems: Problem[]; rest: string } {
  const problems: Problem[] = [];
  const rest: string[] = [];
  for (const line of stderr.split("\n")) {
    const problem = line.startsWith('{"event":"problem"') ? (JSON.parse(line) as Problem) : undefined;
    if (problem) problems.push(problem);
    else rest.push(line);
  }
  return { problems, rest: rest.join("\n").trim() };
}
