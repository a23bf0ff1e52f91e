import { text } from "node:stream/consumers";
import type { OwnProcesses } from "../../runner/control/own-process.ts";
import type { Calibration, CodeFacts } from "../../runner/model/estimate/estimate-input.ts";
import type { Run } from "../../runner/model/estimate/run.ts";

/** What estimates learn from without a runner: what earlier ones have left, and the sources. */
export interface EarlierRuns {
  /** By name of the function; newest first. */
  readonly runs: Readonly<Record<string, readonly Run[]>>;
  /** By name of the function, as far as its sources tell. */
  readonly code: Readonly<Record<string, CodeFacts>>;
  readonly calibrations: readonly Calibration[];
}

/**
 * Reads it with no runner: nothing of the folder is run. Undefined where it can't be read, which whoever calls a function
 * is told of.
 *
 * @param args options about the project
 */
export async function earlierRuns(
  processes: OwnProcesses,
  folder: string,
  args: readonly string[],
): Promise<EarlierRuns | undefined> {
  const child = processes.start(["estimate", "--known", ...args], { cwd: folder });
  child.stderr?.resume();
  const failed = new Promise<never>((_resolve, reject) => child.once("error", reject));
  const stdout = await Promise.race([child.stdout ? text(child.stdout) : "", failed]);
  return stdout === "" ? undefined : (JSON.parse(stdout) as EarlierRuns);
}
