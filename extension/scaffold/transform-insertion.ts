import { isMap, isScalar, isSeq, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { Failure } from "../../runner/model/failure.ts";
import { ownIndentation } from "./bracket-insertion.ts";
import { bracketsOf } from "./flow-insertion.ts";
import type { Insertion } from "./insertion.ts";
import { firstOf, pairOf } from "./resource-insertion.ts";
import { endOf, endOfBlock, indentationAt, lineStart, startOf } from "./template-places.ts";

/** What makes CloudFormation understand SAM's resource types. */
export const serverlessTransform = "AWS::Serverless-2016-10-31";

/** Adds SAM's transform to a template that lacks it, whatever others it has. */
export function insertTransform(text: string, root: YAMLMap | undefined): Insertion[] {
  // A template without content gets it together with its resources.
  if (root === undefined) return [];
  const transform = pairOf(root, "Transform");
  if (transform === undefined) return root.items.length === 0 ? insertAlone(root) : insertPair(text, root);
  const { value } = transform;
  const quote = root.flow === true ? '"' : "";
  const own = quote + serverlessTransform + quote;
  if (isScalar(value) && typeof value.value === "string") {
    if (isServerless(value)) return [];
    return [
      { offset: value.range?.[0] ?? 0, text: "[" },
      { offset: endOf(value, text), text: `, ${own}]` },
    ];
  }
  if (isSeq(value) && value.items.length > 0) {
    return value.items.some(isServerless) ? [] : [insertItem(text, value, own)];
  }
  throw new Failure(
    "template-unusable",
    `The template's Transform is ${isMap(value) ? "a map" : "empty"}. Make it ${serverlessTransform}, or a list with it, then try again.`,
  );
}

function isServerless(node: unknown): boolean {
  return isScalar(node) && String(node.value).startsWith("AWS::Serverless-");
}

function insertItem(text: string, list: YAMLSeq, own: string): Insertion {
  const last = endOf(list.items.at(-1), text);
  if (list.flow === true) return { offset: last, text: `, ${own}` };
  const offset = endOfBlock(text, last, Number.MAX_SAFE_INTEGER);
  const lineBreak = text.charAt(offset - 1) === "\n" ? "" : "\n";
  return { offset, text: `${lineBreak}${indentationAt(text, list.range?.[0] ?? 0)}- ${own}\n` };
}

/** Behind the format version, where it usually stands, or else in front of everything. */
function insertPair(text: string, root: YAMLMap): Insertion[] {
  const version = pairOf(root, "AWSTemplateFormatVersion");
  return [root.flow === true ? insertIntoFlow(text, root, version) : insertLine(text, root, version)];
}

function insertIntoFlow(text: string, root: YAMLMap, version: Pair | undefined): Insertion {
  const pair = `"Transform": "${serverlessTransform}"`;
  const inner = ownIndentation(text, bracketsOf(root, text));
  const space = inner === undefined ? " " : `\n${inner}`;
  return version === undefined
    ? { offset: startOf(firstOf(root)), text: `${pair},${space}` }
    : { offset: endOf(version, text), text: `,${space}${pair}` };
}

function insertLine(text: string, root: YAMLMap, version: Pair | undefined): Insertion {
  const line = `${indentationAt(text, startOf(firstOf(root)))}Transform: ${serverlessTransform}\n`;
  if (version === undefined) return { offset: lineStart(text, startOf(firstOf(root))), text: line };
  const offset = endOfBlock(text, endOf(version, text), Number.MAX_SAFE_INTEGER);
  return { offset, text: (text.charAt(offset - 1) === "\n" ? "" : "\n") + line };
}

/** `{}`, which gets its resources at the same place. */
function insertAlone(root: YAMLMap): Insertion[] {
  return [{ offset: (root.range?.[0] ?? 0) + 1, text: `\n  "Transform": "${serverlessTransform}",` }];
}
