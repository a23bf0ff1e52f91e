import { variablesSource } from "../model/limits.ts";
import type { Problem } from "../model/problem.ts";
import { isReservedVariable } from "../model/reserved-variables.ts";

/** Drops the variables that Lambda sets itself, with a problem for each. */
export function withoutReserved(
  entries: readonly (readonly [string, string])[],
  place: (key: string) => Pick<Problem, "file" | "range">,
  problems: Problem[],
): Record<string, string> {
  const kept = entries.filter(([key]) => {
    if (!isReservedVariable(key)) return true;
    problems.push({
      code: "environment-key-reserved",
      severity: "warning",
      message: `The variable ${key} is reserved: Lambda sets it itself, so this value does not reach the functions.`,
      hint: "Remove it here, or rename it.",
      source: variablesSource,
      ...place(key),
    });
    return false;
  });
  return Object.fromEntries(kept);
}
