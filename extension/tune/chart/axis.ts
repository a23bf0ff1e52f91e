/** From values to places along one side of a chart. */
export interface Axis {
  /** Where a value is, in pixels. */
  at(value: number): number;
  /** Values that are labelled, ascending. */
  readonly ticks: readonly number[];
}

/** Memory: twice as much is always as far to the right. */
export function memoryAxis(fromMb: number, toMb: number, startPx: number, endPx: number): Axis {
  const span = Math.log(toMb / fromMb);
  return {
    at: (memoryMb) => startPx + (Math.log(memoryMb / fromMb) / span) * (endPx - startPx),
    ticks: powersOfTwo.filter((tick) => tick >= fromMb && tick <= toMb),
  };
}

const powersOfTwo = [128, 256, 512, 1024, 2048, 4096, 8192];

/**
 * Amounts, from nothing: what is half as high is half as much.
 *
 * @param bottomPx where zero is
 * @param topPx where nothing is drawn above
 */
export function amountAxis(highest: number, bottomPx: number, topPx: number): Axis {
  const step = roundStep(highest / 4);
  const count = Math.max(1, Math.ceil(highest / step - 1e-9));
  const top = count * step;
  return {
    at: (value) => bottomPx - (value / top) * (bottomPx - topPx),
    ticks: Array.from({ length: count + 1 }, (_none, index) => Number((index * step).toPrecision(12))),
  };
}

/** 1, 2 or 5 with any number of zeros: the smallest that is not less than `least`. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(least));
  return (stepsOfUnit.find((factor) => factor * unit >= least * (1 - 1e-9)) ?? 10) * unit;
}

const stepsOfUnit = [1, 2, 5, 10];
