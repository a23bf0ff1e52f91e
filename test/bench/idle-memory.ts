import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { BenchRunner, type EngineName } from "./bench-runner.ts";
import { atMost, type Figure } from "./figure.ts";
import { echo, functionsOf } from "./sample-function.ts";

const settleMs = 5_000;
const goalMb = 90;

/** Resident memory of a runner that nobody has called yet, some seconds after its start. Linux only: from `/proc`. */
export async function idleMemory(engines: readonly EngineName[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const engine of engines) {
    await using runner = await BenchRunner.start(engine, functionsOf(echo, ["echo"]));
    await delay(settleMs);
    const value = residentMb(runner.child.pid);
    const goal = atMost(goalMb, "MB", value);
    figures.push({ name: `idle runner, ${engine}`, value, unit: "MB", samples: 1, goal });
  }
  return figures;
}

/** `VmRSS` of a process, in MB. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1]) / 1024;
}
