import { setTimeout as delay } from "node:timers/promises";
import type { EngineName } from "./bench-runner.ts";
import { atMost, atMostTimes, both, type Figure, type Goal } from "./figure.ts";
import { percentile } from "./percentile.ts";
import { places, ReloadTarget, type Place } from "./reload-target.ts";
import type { SampleFunction } from "./sample-function.ts";

/** What the median is to be at most. */
export interface ReloadGoals {
  readonly processMs: number;
  readonly containerMs: number;
  /** Of a fresh container's cold start. */
  readonly containerTimesCold: number;
}

const warmUpSaves = 2;
const saves = 30;
/** A first call between every so many saves, as the floor. */
const savesACold = 3;

/**
 * Between two saves. The places take turns, so between two saves of one function lie some seconds, as with a person who
 * looks at what came of a save; after this pause the spare that the last save used up has been replaced, in whichever
 * place, and its start is in nobody's way.
 */
const pauseMs = 700;

/** Save to first response of the new code, in every place that there is. */
export async function reload(
  engines: readonly EngineName[],
  sample: SampleFunction,
  goals?: ReloadGoals,
): Promise<Figure[]> {
  await using scope = new AsyncDisposableStack();
  const targets: ReloadTarget[] = [];
  for (const place of places.filter(({ engine }) => engines.includes(engine))) {
    targets.push(scope.use(await ReloadTarget.start(place, sample, saves / savesACold)));
  }
  for (let index = 0; index < warmUpSaves + saves; index++) {
    const isWarmUp = index < warmUpSaves;
    for (const target of targets) {
      await delay(pauseMs);
      await target.save(isWarmUp);
    }
    if (isWarmUp || index % savesACold !== 0) continue;
    for (const target of targets) {
      await delay(pauseMs);
      await target.callCold();
    }
  }
  return targets.flatMap((target) => figuresOf(target, sample, goals));
}

function figuresOf({ place, savesMs, coldMs }: ReloadTarget, sample: SampleFunction, goals?: ReloadGoals): Figure[] {
  const name = `${sample.name}, ${place.name}`;
  const [cold, p50, p95] = [percentile(coldMs, 50), percentile(savesMs, 50), percentile(savesMs, 95)];
  const samples = savesMs.length;
  const saved = { unit: "ms", samples } as const;
  const goal = goals && medianGoal(place, goals, p50, p50 / cold);
  return [
    { name: `first call, ${name}`, value: cold, unit: "ms", samples: coldMs.length },
    { ...saved, name: `save to new code, ${name}, p50`, value: p50, timesFloor: p50 / cold, ...(goal && { goal }) },
    {
      ...saved,
      name: `save to new code, ${name}, p95`,
      value: p95,
      timesFloor: p95 / cold,
      goal: atMostTimes("p50", 2, p95 / p50),
    },
  ];
}

function medianGoal({ engine }: Place, goals: ReloadGoals, valueMs: number, timesCold: number): Goal {
  if (engine === "process") return atMost(goals.processMs, "ms", valueMs);
  const times = atMostTimes("first call", goals.containerTimesCold, timesCold);
  return both(atMost(goals.containerMs, "ms", valueMs), times);
}
