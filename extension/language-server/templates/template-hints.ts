import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver";
import { entriesOf } from "../../../runner/model/template/template-node.ts";
import { milliseconds } from "../../figures.ts";
import { writtenProperties, type HintedProperty, type WrittenProperty } from "./hinted-property.ts";
import { propertyHint, vCpusText, type Estimated } from "./property-hints.ts";
import { globalEntries, isOwn, type TemplateFunction } from "./template-function.ts";
import type { TemplateView } from "./template-document.ts";

/**
 * Hints behind the values of functions' properties, and of those that `Globals` gives them.
 *
 * @param range where they are asked for: of a long template, a screen
 */
export function templateHints(
  view: TemplateView,
  range: Range,
  estimate: (fn: TemplateFunction) => Estimated,
): InlayHint[] {
  const isAsked = (line: number): boolean => line >= range.start.line && line <= range.end.line;
  const own = view.functions
    .filter(
      ({ resource }) =>
        resource.keyRange.start.line <= range.end.line && resource.node.range.end.line >= range.start.line,
    )
    .flatMap((fn) =>
      propertiesOf(fn)
        .filter(({ end, property }) => isAsked(end.line) && isKnown(fn, property))
        .flatMap((written) => hintAt(written, propertyHint(written.property, estimate(fn)))),
    );
  const globals = globalProperties(view)
    .filter(({ end }) => isAsked(end.line))
    .flatMap((written) => hintAt(written, globalHint(written.property, view, estimate)));
  return [...globals, ...own];
}

/** The hinted properties that a function itself has in the text. */
export function propertiesOf({ resource }: TemplateFunction): WrittenProperty[] {
  const { start } = resource.keyRange;
  const { end } = resource.node.range;
  return writtenProperties(entriesOf(resource.properties), (line) => line > start.line && line <= end.line);
}

export function globalProperties({ reading }: TemplateView): WrittenProperty[] {
  return writtenProperties(globalEntries(reading), () => true);
}

/** Functions that have a property from `Globals`. */
export function inheritors(property: HintedProperty, { functions }: TemplateView): TemplateFunction[] {
  return functions.filter(
    (fn) => fn.resource.type === "AWS::Serverless::Function" && !isOwn(fn, property) && isKnown(fn, property),
  );
}

/** Of one function what is true of it; of several what is true of all. */
function globalHint(
  property: HintedProperty,
  view: TemplateView,
  estimate: (fn: TemplateFunction) => Estimated,
): string | undefined {
  const functions = inheritors(property, view);
  const [first] = functions;
  if (first === undefined) return "every function has its own";
  if (functions.length === 1) return propertyHint(property, estimate(first));
  const of = `${functions.length} functions`;
  const estimates = functions.map(estimate);
  switch (property) {
    case "MemorySize": {
      const peaks = estimates.flatMap(({ estimate: { peakMemoryMb } }) => peakMemoryMb?.value ?? []);
      const share = vCpusText(first.settings.memoryMb);
      return `${share} · ${peaks.length === 0 ? of : `peak of ${of} ${Math.max(...peaks).toFixed(0)} MB`}`;
    }
    case "Timeout": {
      const longest = estimates.flatMap(({ estimate: { durationMs } }) => durationMs?.max ?? []);
      return longest.length === 0 ? of : `longest run of ${of} ${milliseconds(Math.max(...longest))}`;
    }
    case "Architectures":
    case "EphemeralStorage":
      return propertyHint(property, estimates[0] ?? estimate(first));
    case "ProvisionedConcurrencyConfig":
      return of;
  }
}

function isKnown({ unknown }: TemplateFunction, property: HintedProperty): boolean {
  if (property === "MemorySize") return !unknown.has("memoryMb");
  if (property === "Timeout") return !unknown.has("timeoutS");
  return property !== "EphemeralStorage" || !unknown.has("ephemeralStorageMb");
}

function hintAt({ end }: WrittenProperty, label: string | undefined): InlayHint[] {
  return label === undefined ? [] : [{ position: end, label, kind: InlayHintKind.Type, paddingLeft: true }];
}
