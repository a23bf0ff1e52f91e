import { BenchRunner } from "./bench-runner.ts";
import { callAll, callOne } from "./call-all.ts";
import type { Figure } from "./figure.ts";
import {
  functionCount,
  functionNames,
  handlerPath,
  handlerSource,
  manyFunctions,
  sharedPath,
  sharedSource,
} from "./many-functions-project.ts";
import { untilReloaded } from "./reload-lines.ts";

/** A project of 300 functions, as processes: its start, the first call of each, a save of one and a save of all. */
export async function manyFunctionsAtOnce(): Promise<Figure[]> {
  // Else there would be 300 processes at the end.
  await using runner = await BenchRunner.start("process", manyFunctions(), ["--idle-timeout", "1"]);
  const { readyMs, spawnedAtMs } = runner.child;
  const [first = ""] = functionNames;
  await callOne(runner, first);
  const firstMs = performance.now() - spawnedAtMs;
  await callAll(runner);
  const allMs = performance.now() - spawnedAtMs;
  const oneReloadedMs = await untilReloaded(runner, [first], handlerPath(first), handlerSource(first, 1));
  const allReloadedMs = await untilReloaded(runner, functionNames, sharedPath, sharedSource(1));
  const figure = (what: string, value: number): Figure => {
    return { name: `${functionCount} functions, ${what}`, value, unit: "ms", samples: 1 };
  };
  return [
    figure("start to ready", readyMs),
    figure("start to first answer", firstMs),
    figure("start to answers of all", allMs),
    figure("save of one to its reload", oneReloadedMs),
    figure("save of a module in all to all reloads", allReloadedMs),
  ];
}
