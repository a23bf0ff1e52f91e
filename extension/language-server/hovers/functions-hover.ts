import { mostOnOneLine } from "../handler-lenses.ts";
import { estimateHover, type HoverContext, type HoveredFunction } from "./estimate-hover.ts";
import { overviewHover } from "./overview-hover.ts";

/** Each one's whole calculation, or of more than two all of them side by side; undefined for none. */
export function functionsHover(
  title: string,
  functions: readonly HoveredFunction[],
  context: HoverContext,
): string | undefined {
  if (functions.length === 0) return undefined;
  if (functions.length > mostOnOneLine) return overviewHover(title, functions, context);
  return functions.map((each) => estimateHover(each, context)).join("\n\n---\n\n");
}
