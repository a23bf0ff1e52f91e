import { setTimeout as delay } from "node:timers/promises";
import { innerScope, type Scope } from "../harness/scope.ts";
import { attachDap, attachNode } from "./attached-debugger.ts";
import type { EngineName } from "./bench-runner.ts";
import { DebugTarget, type DebugSample } from "./debug-target.ts";
import { atMost, atMostTimes, type Figure, type Goal } from "./figure.ts";
import { percentile } from "./percentile.ts";
import { smallPython } from "./python-sample.ts";
import { places, type Place } from "./reload-target.ts";
import { smallTypescript } from "./typescript-samples.ts";

/** A debugger's work on small functions, in every place that there is. */
export async function debug(engines: readonly EngineName[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const sample of samples) {
    for (const place of places.filter(({ engine }) => engines.includes(engine))) {
      figures.push(...(await measure(sample, place)));
    }
  }
  return figures;
}

const samples: readonly DebugSample[] = [
  { sample: smallTypescript, mark: "return { version", attach: attachNode },
  { sample: smallPython, mark: 'return {"version"', attach: attachDap },
];

const coldStarts = 5;
const saves = 15;
const calls = 300;
const warmUpCalls = 50;

/** Between two saves, as with a person who looks at what came of the last one. */
const pauseMs = 700;

async function measure(debugSample: DebugSample, place: Place): Promise<Figure[]> {
  const cold: number[] = [];
  for (let count = 0; count < coldStarts; count++) {
    cold.push(await within(async (scope) => (await DebugTarget.start(scope, debugSample, place)).debug(scope)));
  }
  const saved: number[] = [];
  const plain: number[] = [];
  const debugged: number[] = [];
  await within(async (scope) => {
    const target = await DebugTarget.start(scope, debugSample, place);
    await timeCalls(target, plain);
    await within(async (session) => {
      await target.debug(session);
      for (let count = 0; count < saves; count++) {
        await delay(pauseMs);
        saved.push(await target.save());
      }
      await target.removeBreakpoint();
      await timeCalls(target, debugged);
    });
    await timeCalls(target, plain);
  });
  const name = `${debugSample.sample.name}, ${place.name}`;
  const floorMs = percentile(plain, 50);
  const overhead = percentile(debugged, 50) / floorMs;
  const figure = (what: string, samplesMs: readonly number[], percent: number): Figure => ({
    name: `${what}, ${name}`,
    value: percentile(samplesMs, percent),
    unit: "ms",
    samples: samplesMs.length,
  });
  return [
    withLimit(figure("F5 to stopped at the breakpoint, p50", cold, 50), 2000),
    withLimit(figure("save to stopped in the new code, p50", saved, 50), 300),
    figure("save to stopped in the new code, p95", saved, 95),
    figure("warm call, not debugged, p50", plain, 50),
    {
      ...figure("warm call, debugged, no breakpoint, p50", debugged, 50),
      timesFloor: overhead,
      goal: atMostTimes("not debugged", 2, overhead),
    },
  ];
}

function withLimit(figure: Figure, limitMs: number): Figure & { readonly goal: Goal } {
  return { ...figure, goal: atMost(limitMs, "ms", figure.value) };
}

async function timeCalls(target: DebugTarget, into: number[]): Promise<void> {
  for (let call = 0; call < warmUpCalls; call++) await target.call();
  for (let call = 0; call < calls; call++) into.push(await target.call());
}

/** What is made for `work` is gone when this resolves. */
async function within<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  await using stack = new AsyncDisposableStack();
  return await work(
    innerScope({
      after: (dispose) =>
        stack.defer(async () => {
          await dispose();
        }),
    }),
  );
}
