import { baseColdStart, coldStartsDate } from "./base-cold-start.ts";
import { initsOf } from "./change.ts";
import type { EstimateInput } from "./estimate-input.ts";
import { estimated, type Figure } from "./figure.ts";
import { machineFactor } from "./machine-factor.ts";
import { median } from "./percentiles.ts";
import type { BuildRuns } from "./run.ts";
import { sourceMapsMs } from "./source-maps-ms.ts";
import { staticInit } from "./static-init.ts";

/**
 * Init duration to expect on AWS: that of an empty function there, and what this one's init takes here beyond that of
 * an empty function here, times how much slower AWS is. In ms.
 *
 * @param newest the runs whose init counts; undefined when the function never ran
 */
export function coldStart(input: EstimateInput, newest: BuildRuns | undefined): Figure {
  const base = baseColdStart(input.fn);
  const basis = `${ms(base.ms)} of an empty function (${base.of}; lambda-perf, ${coldStartsDate})`;
  const inits = initsOf(newest?.runs ?? []);
  if (newest === undefined || inits.length === 0) return unrun(input, base.ms, basis);
  const localMs = median(inits);
  const measured = `init measured here ${ms(localMs)}, ${inits.length === 1 ? "1 run" : `median of ${inits.length} runs`}`;
  const { calibration } = input;
  if (calibration?.engine !== newest.engine) {
    const from = `The greater of ${basis} and ${measured}: this machine was not compared with AWS yet.`;
    return estimated(Math.max(base.ms, localMs), from);
  }
  const factor = machineFactor(base.ms, calibration.emptyInitMs, { ...newest, runtime: input.fn.runtime });
  const mapsMs = sourceMapsMs(input.code, calibration.emptyInitMs);
  const ownMs = Math.max(0, localMs - calibration.emptyInitMs - mapsMs);
  const maps = mapsMs < 1 ? "" : ` and about ${ms(mapsMs)} of reading source maps, which AWS does not do`;
  const from = `${basis} + ${factor.toFixed(2)} × (${measured}, less ${ms(calibration.emptyInitMs)} of an empty function here${maps}).`;
  return estimated(base.ms + factor * ownMs, from);
}

/** By sizes and packages: what nobody has run tells no more. */
function unrun({ fn, code }: EstimateInput, baseMs: number, basis: string): Figure {
  const own = code && staticInit(fn.runtime, code);
  if (!code || !own) return estimated(baseMs, `${basis}; its own code comes on top.`);
  const size = `${(code.bundleBytes / 1e6).toFixed(1)} MB of code${code.imports?.length ? " and what it imports" : ""}`;
  const heaviest = own.heaviest === undefined ? "" : `, ${own.heaviest} of them`;
  const from = `${basis} + ${ms(own.ms)} to load ${size}${heaviest}, by size and by packages measured elsewhere (${own.measured}).`;
  return estimated(baseMs + own.ms, from);
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
