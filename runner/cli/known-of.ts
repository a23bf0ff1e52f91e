import { RunnerClient } from "../control/client.ts";
import { stateFolder } from "../control/state-folder.ts";
import { CalibrationFiles, calibrationFolder } from "../estimates/calibration-files.ts";
import { sourceFacts } from "../estimates/source-facts.ts";
import type { Calibration, CodeFacts } from "../model/estimate/estimate-input.ts";
import type { Run } from "../model/estimate/run.ts";
import type { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";
import { Store } from "../store/store.ts";
import type { RunnerArguments } from "./arguments.ts";

/** What is known of functions without running any. Keys are names. */
export interface Known {
  /** Newest first. */
  readonly runs: ReadonlyMap<string, readonly Run[]>;
  readonly code: ReadonlyMap<string, CodeFacts>;
  readonly calibrations: readonly Calibration[];
}

/** Of each function, the newest so many runs count. */
const mostRuns = 1000;

/**
 * From the workspace's runner when one is up, else what earlier ones left.
 *
 * @throws Failure `store-unavailable`, `runner-unreachable`
 */
export async function knownOf(
  { root, host }: Pick<RunnerArguments, "root" | "host">,
  functions: readonly LambdaFunction[],
): Promise<Known> {
  const folder = stateFolder(root, host);
  const client = await RunnerClient.find(folder);
  if (!client) {
    const calibrations = await new CalibrationFiles(calibrationFolder(host)).newest();
    return { runs: runsInStore(folder, functions), code: await codeOf(functions), calibrations };
  }
  try {
    const runs = await eachOf(functions, (functionName) => client.invocations({ functionName, limit: mostRuns }));
    // A runner that was started before a change of the template does not know all that is in it.
    const served = new Set((await client.functions()).map(({ name }) => name));
    const code = await eachOf(
      functions.filter(({ name }) => served.has(name)),
      (functionName) => client.codeFacts({ functionName }),
    );
    return {
      runs,
      code: new Map([...code].filter((each): each is [string, CodeFacts] => each[1] !== null)),
      calibrations: await client.calibrations(),
    };
  } finally {
    client.dispose();
  }
}

async function codeOf(functions: readonly LambdaFunction[]): Promise<Map<string, CodeFacts>> {
  const code = new Map<string, CodeFacts>();
  for (const fn of functions) {
    const facts = await sourceFacts(fn);
    if (facts) code.set(fn.name, facts);
  }
  return code;
}

function runsInStore(folder: string, functions: readonly LambdaFunction[]): Map<string, readonly Run[]> {
  const onHistoryLost = (error: Failure): never => {
    throw error;
  };
  const store = Store.open({ folder, onHistoryLost });
  try {
    return new Map(functions.map(({ name }) => [name, store.invocations({ functionName: name, limit: mostRuns })]));
  } finally {
    store.close();
  }
}

async function eachOf<T>(
  functions: readonly LambdaFunction[],
  ask: (functionName: string) => Promise<T>,
): Promise<Map<string, T>> {
  const entries = functions.map(async ({ name }): Promise<[string, T]> => [name, await ask(name)]);
  return new Map(await Promise.all(entries));
}
