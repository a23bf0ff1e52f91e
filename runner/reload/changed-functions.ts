import { isDeepStrictEqual } from "node:util";
import type { LambdaFunction } from "../model/function.ts";
import { buildSettings, runSettings } from "../model/run-settings.ts";

/** A function whose template now says something else that its environments depend on. */
export interface FunctionChange {
  /** As it is now. */
  readonly fn: LambdaFunction;
  /** Its code is another, or is built in another way. */
  readonly isBuildNeeded: boolean;
}

/** The functions that were there before and run in another way now. */
export function changedFunctions(
  before: readonly LambdaFunction[],
  after: readonly LambdaFunction[],
): FunctionChange[] {
  const byName = new Map(before.map((fn) => [fn.name, fn]));
  return after.flatMap((fn) => {
    const old = byName.get(fn.name);
    if (!old || isDeepStrictEqual(runSettings(old), runSettings(fn))) return [];
    return [{ fn, isBuildNeeded: !isDeepStrictEqual(buildSettings(old), buildSettings(fn)) }];
  });
}
