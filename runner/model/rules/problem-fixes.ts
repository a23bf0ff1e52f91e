import type { Problem } from "../problem.ts";
import { findRuntime, newestRuntime } from "../runtimes.ts";
import type { Fix } from "./finding.ts";
import { TextPlaces } from "./text-places.ts";

/** Fixes for what the loader of templates reports by itself: runtimes whose support has ended. None for anything else. */
export function problemFixes(
  { code, range }: Pick<Problem, "code" | "range">,
  text: string,
  today: Date,
): readonly Fix[] {
  if (code !== "runtime-deprecated" && code !== "runtime-retired") return [];
  const [, quote = "", name = ""] = /^(["']?)([\w.]+)\1$/.exec(new TextPlaces(text).slice(range)) ?? [];
  const runtime = findRuntime(name);
  // Go's own runtime has no successor that takes the same package.
  if (runtime === undefined || runtime.family === "go") return [];
  const newest = newestRuntime(runtime.family, today);
  if (newest === undefined || newest === name) return [];
  return [
    { title: `Set Runtime to ${newest}`, edits: [{ range, newText: `${quote}${newest}${quote}` }], isPreferred: true },
  ];
}
