import type { CurvePoint, MemoryCurve } from "../model/estimate/memory-curve.ts";

/** What there is to say of a size: `now`, `cheapest`, `tight` and the like. */
export function remarksOn(point: CurvePoint, curve: MemoryCurve, memoryMb: number): string[] {
  const is = (marked: CurvePoint | undefined): boolean => marked?.memoryMb === point.memoryMb;
  const figures = point.kind === "figures" ? point : undefined;
  return [
    ...(point.memoryMb === memoryMb ? ["now"] : []),
    ...(is(curve.cheapest) ? ["cheapest"] : []),
    ...(is(curve.fastest) ? ["fastest"] : []),
    ...(is(curve.recommended) ? ["recommended"] : []),
    ...(point.kind === "out-of-memory" ? ["would run out of memory"] : []),
    ...(figures?.isTight === true ? ["little memory to spare"] : []),
    ...(figures?.exceedsTimeout === true ? ["runs into the timeout"] : []),
  ];
}
