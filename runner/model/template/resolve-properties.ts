import { intrinsicOf } from "./intrinsics.ts";
import type { ProblemDraft, Report } from "./problem-collector.ts";
import type { Stack } from "./stack.ts";
import type { MapEntry, MapNode, TemplateNode } from "./template-node.ts";
import { exceptUnknownValues, withDynamicReferences } from "./unknown-values.ts";

export interface ResolvedProperties {
  readonly properties: TemplateNode | undefined;
  /** Problems not reported yet, by variable. */
  readonly unknownVariables: ReadonlyMap<string, readonly ProblemDraft[]>;
}

/** The properties that a function can see here; what is unknown in a policy or a subnet makes no difference to it. */
const visible: ReadonlySet<string> = new Set([
  "Architectures",
  "Environment",
  "EphemeralStorage",
  "FunctionName",
  "Handler",
  "ImageConfig",
  "ImageUri",
  "InlineCode",
  "LoggingConfig",
  "MemorySize",
  "PackageType",
  "ReservedConcurrentExecutions",
  "Runtime",
  "Timeout",
]);

/** A function's properties, resolved. Values that can't be known here are reported where they make a difference. */
export function resolveProperties(stack: Stack, node: TemplateNode | undefined, report: Report): ResolvedProperties {
  const unknownVariables = new Map<string, readonly ProblemDraft[]>();
  const resolve = (each: TemplateNode, own: Report): TemplateNode | undefined => {
    const resolved = stack.resolve(each, own);
    return resolved && withDynamicReferences(resolved, own);
  };
  const properties =
    node &&
    eachEntry(node, (name, value) => {
      if (name !== "Environment") return resolve(value, visible.has(name) ? report : exceptUnknownValues(report));
      return eachEntry(value, (section, variables) =>
        section === "Variables" ? eachEntry(variables, resolveVariable) : resolve(variables, report),
      );
    });
  return { properties, unknownVariables };

  function resolveVariable(name: string, value: TemplateNode): TemplateNode | undefined {
    const unknown: ProblemDraft[] = [];
    const resolved = resolve(value, (draft) => {
      if (draft.code === "value-unknown") unknown.push(draft);
      else report(draft);
    });
    if (unknown.length > 0) unknownVariables.set(name, unknown);
    return resolved;
  }

  /** Intrinsic functions in place of a map are resolved as a whole. */
  function eachEntry(
    map: TemplateNode,
    resolveEntry: (name: string, value: TemplateNode) => TemplateNode | undefined,
  ): TemplateNode | undefined {
    if (map.kind !== "map" || intrinsicOf(map) !== undefined) return resolve(map, report);
    const entries = new Map<string, MapEntry>();
    for (const [name, { keyRange, value }] of map.entries) {
      const resolved = resolveEntry(name, value);
      if (resolved !== undefined) entries.set(name, { keyRange, value: resolved });
    }
    return { kind: "map", entries, range: map.range } satisfies MapNode;
  }
}
