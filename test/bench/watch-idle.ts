import { setTimeout as delay } from "node:timers/promises";
import { BenchRunner } from "./bench-runner.ts";
import { callAll } from "./call-all.ts";
import { cpuMsOfTree } from "./cpu-time.ts";
import { atMost, type Figure } from "./figure.ts";
import { functionCount, manyFunctions } from "./many-functions-project.ts";

const settleMs = 5_000;
const measuredMs = 10_000;
const goalPercent = 1;

/** CPU time of a runner that watches 300 functions while nothing happens: before any was built, and with all built. */
export async function watchIdle(): Promise<Figure[]> {
  // So that the functions' own processes are gone while it is measured.
  await using runner = await BenchRunner.start("process", manyFunctions(), ["--idle-timeout", "1"]);
  const unbuilt = await idleFigure(runner, "not built");
  await callAll(runner);
  return [unbuilt, await idleFigure(runner, "all built")];
}

async function idleFigure(runner: BenchRunner, state: string): Promise<Figure> {
  await delay(settleMs);
  const beforeMs = cpuMsOfTree(runner.child.pid);
  await delay(measuredMs);
  const value = ((cpuMsOfTree(runner.child.pid) - beforeMs) / measuredMs) * 100;
  const name = `idle watch, ${functionCount} functions, ${state}, of one core`;
  return { name, value, unit: "%", samples: 1, goal: atMost(goalPercent, "%", value) };
}
