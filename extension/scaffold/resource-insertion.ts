import { isMap, isScalar, type Pair, type YAMLMap } from "yaml";
import { Failure } from "../../runner/model/failure.ts";
import { insertIntoFlow } from "./flow-insertion.ts";
import type { Insertion } from "./insertion.ts";
import { endOf, endOfBlock, indentationAt, isUnwritten, keepsEmptyLines, startOf } from "./template-places.ts";
import type { TemplateMap } from "./template-value.ts";
import { serverlessTransform } from "./transform-insertion.ts";
import { blockText } from "./yaml-text.ts";

export const formatVersion = "2010-09-09";

/** Where resources go in a template, and as what text. `root` is undefined for a template without content. */
export function insertResources(text: string, root: YAMLMap | undefined, resources: TemplateMap): Insertion[] {
  if (root === undefined) return [insertIntoNothing(text, resources)];
  const section = pairOf(root, "Resources");
  if (section === undefined) return insertSection(text, root, resources);
  const { value } = section;
  if (isMap(value)) {
    if (value.flow === true) return insertIntoFlow(text, value, resources, root.flow === true ? "" : "  ");
    const indentation = indentationAt(text, startOf(firstOf(value)));
    const isDense = value.items.length > 1 && !hasEmptyLines(text, value);
    return [
      insertBlock(text, value.items.at(-1), indentation, blockText(resources, { indentation, isDense }), isDense),
    ];
  }
  if (value !== null && !isUnwritten(value)) {
    throw new Failure(
      "template-unusable",
      `Resources is ${isScalar(value) ? "a single value" : "no map"} in the template. Make it a map of resources, then try again.`,
    );
  }
  const outer = indentationAt(text, startOf(section));
  const indentation = outer + indentationUnit(text, root);
  return [insertBlock(text, section, indentation, blockText(resources, { indentation, isDense: false }), true)];
}

/** The entry of a map, read without following aliases. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

export function firstOf(map: YAMLMap): Pair {
  const [first] = map.items;
  if (first === undefined) throw new Error("A block map without entries can't be written in YAML");
  return first;
}

function insertSection(text: string, root: YAMLMap, resources: TemplateMap): Insertion[] {
  if (root.flow === true) return insertIntoFlow(text, root, { Resources: resources }, "");
  const indentation = indentationAt(text, startOf(firstOf(root)));
  const unit = indentationUnit(text, root);
  const entries = blockText(resources, { indentation: indentation + unit, isDense: false });
  return [insertBlock(text, root.items.at(-1), indentation, `${indentation}Resources:\n${entries}`, false)];
}

/** A text that is empty, or holds nothing but comments and markers. */
function insertIntoNothing(text: string, resources: TemplateMap): Insertion {
  const offset = /^\.\.\.(?:\s|$)/m.exec(text)?.index ?? text.length;
  const entries = blockText(resources, { indentation: "  ", isDense: false });
  const head = `AWSTemplateFormatVersion: "${formatVersion}"\nTransform: ${serverlessTransform}\n\n`;
  return { offset, text: `${lineBreakBefore(text, offset)}${head}Resources:\n${entries}` };
}

function insertBlock(text: string, last: unknown, indentation: string, block: string, isDense: boolean): Insertion {
  const offset = endOfBlock(text, endOf(last, text), indentation.length);
  const separator = isDense || keepsEmptyLines(last, text) ? "" : "\n";
  return { offset, text: lineBreakBefore(text, offset) + separator + block };
}

function lineBreakBefore(text: string, offset: number): string {
  const before = text.charAt(offset - 1);
  return before === "" || before === "\n" || before === "\uFEFF" ? "" : "\n";
}

/** What one level is indented by, as in the first section that shows it. */
function indentationUnit(text: string, root: YAMLMap): string {
  const outer = indentationAt(text, startOf(firstOf(root)));
  const section = root.items.map(({ value }) => value).find((value) => isMap(value) && value.flow !== true);
  return isMap(section) ? indentationAt(text, startOf(firstOf(section))).slice(outer.length) : "  ";
}

function hasEmptyLines(text: string, map: YAMLMap): boolean {
  return map.items.slice(1).some((pair, index) => {
    const gap = text.slice(endOf(map.items[index], text), startOf(pair));
    return /\n\s*\n/.test(gap);
  });
}
