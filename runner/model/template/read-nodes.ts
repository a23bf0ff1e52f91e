import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter, type Node, type YAMLMap } from "yaml";
import { startOfFile, type Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import type { MapEntry, TemplateNode } from "./template-node.ts";
import { longFormOf } from "./yaml-tags.ts";

/** Far above CloudFormation's 1 MB of template; stops aliases that multiply without end. */
const maxNodes = 200_000;

export class TemplateTooLarge extends Error {}

/** Turns a parsed document into template nodes: short tags in their long form, aliases and merge keys filled in. */
export function readNodes(document: Document, lines: LineCounter, report: Report): TemplateNode {
  let nodes = 0;
  const openAliases = new Set<Node>();

  return read(document.contents);

  function read(node: unknown): TemplateNode {
    if (++nodes > maxNodes) throw new TemplateTooLarge();
    const inner = readUntagged(node);
    const longForm = longFormOf((node as Node | null)?.tag);
    if (longForm === undefined) return inner;
    const value = longForm === "Fn::GetAtt" ? splitAttribute(inner) : inner;
    return { kind: "map", entries: new Map([[longForm, { keyRange: inner.range, value }]]), range: inner.range };
  }

  function readUntagged(node: unknown): TemplateNode {
    if (isAlias(node)) return readAlias(node);
    const range = rangeOf(node, lines);
    if (isMap(node)) return { kind: "map", entries: readEntries(node), range };
    if (isSeq(node)) return { kind: "list", items: node.items.map(read), range };
    const value: unknown = isScalar(node) ? node.value : null;
    if (typeof value === "string") return { kind: "scalar", value, text: value, range };
    if (typeof value === "number" || typeof value === "boolean") {
      const text = (isScalar(node) ? node.source : undefined) ?? String(value);
      // An account id that begins with 0 is no number.
      return { kind: "scalar", value: /^0\d/.test(text) ? text : value, text, range };
    }
    return { kind: "scalar", value: null, text: "", range };
  }

  function readAlias(alias: Node & { resolve(document: Document): Node | undefined }): TemplateNode {
    const target = alias.resolve(document);
    const range = rangeOf(alias, lines);
    if (target === undefined || openAliases.has(target)) {
      report({
        code: "yaml-invalid",
        severity: "error",
        message: "This alias refers to itself or to an anchor that does not exist.",
        hint: "Write the value out, or move the anchor in front of the alias.",
        range,
      });
      return { kind: "scalar", value: null, text: "", range };
    }
    openAliases.add(target);
    const value = read(target);
    openAliases.delete(target);
    return value;
  }

  function readEntries(map: YAMLMap): Map<string, MapEntry> {
    const own = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
      const keyRange = rangeOf(pair.key, lines);
      const value = read(pair.value);
      if (key === "<<") {
        for (const source of value.kind === "list" ? value.items : [value]) {
          if (source.kind === "map")
            for (const [name, entry] of source.entries) if (!merged.has(name)) merged.set(name, entry);
        }
      } else if (own.has(key)) {
        report({
          code: "duplicate-key",
          severity: "error",
          message: `The key "${key}" stands twice in one map. The first one counts, this one is ignored.`,
          hint: "Rename or remove one of the two.",
          range: keyRange,
        });
      } else {
        own.set(key, { keyRange, value: pair.value === null ? { ...value, range: keyRange } : value });
      }
    }
    for (const [name, entry] of merged) if (!own.has(name)) own.set(name, entry);
    return own;
  }
}

/** `!GetAtt A.B` is the list form's `[A, B]`; the logical id never holds a dot. */
function splitAttribute(node: TemplateNode): TemplateNode {
  if (node.kind !== "scalar") return node;
  const dot = node.text.indexOf(".");
  const parts = dot < 0 ? [node.text] : [node.text.slice(0, dot), node.text.slice(dot + 1)];
  return {
    kind: "list",
    items: parts.map((text) => ({ kind: "scalar", value: text, text, range: node.range })),
    range: node.range,
  };
}

function rangeOf(node: unknown, lines: LineCounter): Range {
  const offsets = (node as Node | null)?.range;
  if (!offsets) return startOfFile;
  return rangeBetween(lines, offsets[0], offsets[1]);
}

/** The range between two offsets of the text, zero-based. */
export function rangeBetween(lines: LineCounter, startOffset: number, endOffset: number): Range {
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(0, line - 1), character: Math.max(0, col - 1) };
  };
  return { start: at(startOffset), end: at(endOffset) };
}
