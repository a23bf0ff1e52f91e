import { intrinsicOf } from "./intrinsics.ts";
import type { Report } from "./problem-collector.ts";
import type { ParsedTemplate, Resource } from "./template.ts";
import { childOf, entriesOf, textOf, type MapEntry, type MapNode, type TemplateNode } from "./template-node.ts";

/** What SAM refuses in `Globals.Function`. Source: its `globals.py`. */
const notGlobal: ReadonlySet<string> = new Set([
  "AutoPublishCodeSha256",
  "Events",
  "FunctionName",
  "ImageConfig",
  "ImageUri",
  "InlineCode",
  "PackageType",
  "Policies",
  "Role",
  "VersionDescription",
]);

/**
 * A SAM resource's properties with `Globals` laid under them: maps merge key by key, lists are joined with the global
 * one first, anything else of the resource replaces the global value.
 */
export function withGlobals(
  template: ParsedTemplate,
  resource: Resource,
  section: string,
  report: Report,
): TemplateNode | undefined {
  const globals = childOf(template.root, "Globals", section);
  if (globals?.kind !== "map") return resource.properties;
  const usable = [...globals.entries].filter(([key, entry]) => {
    const isRefused = section === "Function" && notGlobal.has(key);
    if (isRefused) {
      report({
        code: "globals-property-unsupported",
        severity: "warning",
        message: `SAM does not take ${key} in Globals.${section}.`,
        hint: "Move it to the functions that need it; here it is ignored.",
        range: entry.keyRange,
      });
    }
    return !isRefused && !isIgnored(resource, key);
  });
  const under: MapNode = { kind: "map", entries: new Map(usable), range: resource.keyRange };
  return resource.properties === undefined ? under : merge(under, resource.properties);
}

function isIgnored(resource: Resource, key: string): boolean {
  const ignored = childOf(resource.node, "IgnoreGlobals");
  if (ignored?.kind === "list") return ignored.items.some((item) => textOf(item) === key);
  return textOf(ignored) === "*";
}

function merge(under: TemplateNode, over: TemplateNode): TemplateNode {
  if (under.kind === "list" && over.kind === "list") {
    return { kind: "list", items: [...under.items, ...over.items], range: over.range };
  }
  if (under.kind !== "map" || over.kind !== "map" || intrinsicOf(under) || intrinsicOf(over)) return over;
  const entries = new Map<string, MapEntry>(under.entries);
  for (const [key, entry] of entriesOf(over)) {
    const below = under.entries.get(key);
    entries.set(
      key,
      below === undefined ? entry : { keyRange: entry.keyRange, value: merge(below.value, entry.value) },
    );
  }
  return { kind: "map", entries, range: over.range };
}
