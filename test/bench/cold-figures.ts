import type { EngineName } from "./bench-runner.ts";
import type { ColdCall } from "./cold-calls.ts";
import { atMostTimes, type Figure } from "./figure.ts";
import { percentile } from "./percentile.ts";

export interface Floor {
  readonly name: string;
  readonly samplesMs: readonly number[];
}

/** Medians of cold calls as multiples of a floor. The goal is about the whole call. */
export function coldFigures(engine: EngineName, calls: readonly ColdCall[], floor: Floor, limit?: number): Figure[] {
  const samples = calls.length;
  const floorMs = percentile(floor.samplesMs, 50);
  const figure = (what: string, valuesMs: readonly number[]): Figure => {
    const value = percentile(valuesMs, 50);
    return { name: `cold start, ${engine}, ${what}`, value, unit: "ms", samples, timesFloor: value / floorMs };
  };
  const init = calls.map(({ initMs }) => initMs);
  const total = figure(
    "whole call",
    calls.map(({ totalMs }) => totalMs),
  );
  return [
    { name: floor.name, value: floorMs, unit: "ms", samples: floor.samplesMs.length },
    figure("start to first next", init),
    limit === undefined ? total : { ...total, goal: atMostTimes("bare container", limit, total.timesFloor ?? 0) },
  ];
}
