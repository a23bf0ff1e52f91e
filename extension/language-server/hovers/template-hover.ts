import type { Hover, Position } from "vscode-languageserver";
import type { EstimatedTemplate } from "../templates/estimated-template.ts";
import { propertyHint } from "../templates/property-hints.ts";
import type { TemplateFunction, UnknownSetting } from "../templates/template-function.ts";
import { templatePlace } from "../templates/template-place.ts";
import type { HoverContext, HoveredFunction } from "./estimate-hover.ts";
import { functionsHover } from "./functions-hover.ts";
import { overviewHover } from "./overview-hover.ts";

/** What stands at a place of a template, calculated: a function, a property of one, or all of them. */
export function templateHover(
  { view, estimate }: EstimatedTemplate,
  position: Position,
  context: HoverContext,
): Hover | undefined {
  const place = templatePlace(view, position);
  if (!place) return undefined;
  const { kind, range } = place;
  const hovered = (fn: TemplateFunction): HoveredFunction => {
    const { facts, ...known } = estimate(fn);
    return { ...known, imports: facts?.imports ?? [], unknown: [...fn.unknown].map((setting) => properties[setting]) };
  };
  if (kind === "global" || kind === "all") {
    const functions = place.functions.map(hovered);
    const title = `${kind === "global" ? `${place.property} of ` : ""}${functions.length} functions`;
    // Of several, one after the other would not be seen to be what is asked for.
    const value = (functions.length > 1 ? overviewHover : functionsHover)(title, functions, context);
    return value === undefined ? undefined : { range, contents: { kind: "markdown", value } };
  }
  const hint = kind === "property" ? propertyHint(place.property, estimate(place.fn)) : undefined;
  const table = functionsHover("", [hovered(place.fn)], context) ?? "";
  const value = kind === "property" && hint !== undefined ? `${place.property}: ${hint}\n\n${table}` : table;
  return { range, contents: { kind: "markdown", value } };
}

/** As templates call the settings that may be unknown. */
const properties: Readonly<Record<UnknownSetting, string>> = {
  memoryMb: "MemorySize",
  timeoutS: "Timeout",
  ephemeralStorageMb: "EphemeralStorage",
  runtime: "Runtime",
};
