import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { cidrBlocks } from "./cidr.ts";
import { substitute } from "./substitute.ts";
import {
  childOf,
  entriesOf,
  movedTo,
  nodeFrom,
  plainValue,
  textNode,
  textOf,
  unknownNode,
  type MapNode,
  type TemplateNode,
} from "./template-node.ts";
import { unknownValue } from "./unknown-values.ts";

/** What the intrinsic functions need of the stack they stand in. */
export interface IntrinsicScope {
  /** Undefined is `AWS::NoValue`. */
  resolve(node: TemplateNode, report: Report): TemplateNode | undefined;
  reference(name: string, range: Range, report: Report): TemplateNode | undefined;
  attribute(logicalId: string, attribute: string, range: Range, report: Report): TemplateNode;
  condition(name: string, range: Range, report: Report): boolean;
  mapping(path: readonly string[]): TemplateNode | undefined;
  readonly region: string;
}

/** A call of one intrinsic function: its argument as written, and where it stands. */
interface Call {
  readonly name: string;
  readonly argument: TemplateNode;
  readonly range: Range;
  readonly scope: IntrinsicScope;
  readonly report: Report;
}

type Intrinsic = (call: Call) => TemplateNode | undefined;

/** The name and argument of an intrinsic function; undefined when the map is an ordinary one. */
export function intrinsicOf(node: MapNode): { readonly name: string; readonly argument: TemplateNode } | undefined {
  if (node.entries.size !== 1) return undefined;
  const [name, entry] = [...node.entries][0] ?? [];
  if (name === undefined || entry === undefined) return undefined;
  return name === "Ref" || name.startsWith("Fn::") ? { name, argument: entry.value } : undefined;
}

/** The value of an intrinsic function. What can't be worked out is reported and stands in as an unknown value. */
export function callIntrinsic(
  name: string,
  argument: TemplateNode,
  range: Range,
  scope: IntrinsicScope,
  report: Report,
): TemplateNode | undefined {
  const intrinsic = Object.hasOwn(intrinsics, name) ? intrinsics[name] : undefined;
  if (intrinsic !== undefined) return intrinsic({ name, argument, range, scope, report });
  report({
    code: "intrinsic-unsupported",
    severity: "warning",
    message: `${name} can't be worked out on this machine.`,
    hint: "Write the value itself, or a parameter that you override; until then it is left out.",
    range,
  });
  return unknownNode("", range);
}

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (call) => {
    const name = textOf(call.argument);
    return name === undefined
      ? invalid(call, "the name of a parameter or resource")
      : call.scope.reference(name, call.range, call.report);
  },

  "Fn::GetAtt": (call) => {
    const parts = call.argument.kind === "list" ? texts(call, call.argument) : textOf(call.argument)?.split(".");
    const [logicalId, ...attribute] = parts ?? [];
    if (logicalId === undefined || attribute.length === 0) return invalid(call, "a resource and one of its attributes");
    return call.scope.attribute(logicalId, attribute.join("."), call.range, call.report);
  },

  "Fn::Sub": (call) => {
    const items = call.argument.kind === "list" ? call.argument.items : [call.argument];
    const template = textOf(items[0]);
    if (template === undefined) return invalid(call, "a text, or a text and a map of variables");
    const variables = new Map<string, TemplateNode>();
    for (const [key, { value }] of entriesOf(items[1])) {
      const resolved = call.scope.resolve(value, call.report);
      if (resolved !== undefined) variables.set(key, resolved);
    }
    return textNode(substitute(template, variables, call.range, call.scope, call.report), call.range);
  },

  "Fn::Join": (call) => {
    const [delimiter, list] = items(call);
    const values = list?.kind === "list" ? list.items.map(textOf) : undefined;
    const separator = textOf(delimiter) ?? (delimiter?.kind === "scalar" ? "" : undefined);
    if (separator === undefined || values === undefined) return invalid(call, "a delimiter and a list of texts");
    if (values.includes(undefined)) return invalid(call, "a delimiter and a list of texts");
    return textNode(values.join(separator), call.range);
  },

  "Fn::Split": (call) => {
    const [delimiter, source] = items(call).map(textOf);
    if (!delimiter || source === undefined) return invalid(call, "a delimiter and a text");
    return {
      kind: "list",
      items: source.split(delimiter).map((part) => textNode(part, call.range)),
      range: call.range,
    };
  },

  "Fn::Select": (call) => {
    const [index, list] = items(call);
    const position = Number(textOf(index));
    const values =
      list?.kind === "list"
        ? list.items
        : textOf(list)
            ?.split(",")
            .map((part) => textNode(part.trim(), call.range));
    const chosen = Number.isInteger(position) ? values?.[position] : undefined;
    return chosen ?? invalid(call, "an index and a list that has a value there");
  },

  "Fn::FindInMap": (call) => {
    const keys = items(call);
    const path = keys.slice(0, 3).map(textOf);
    if (path.length !== 3 || path.includes(undefined)) return invalid(call, "a mapping and two keys");
    const found = call.scope.mapping(path as string[]);
    if (found !== undefined) return movedTo(found, call.range);
    const fallback = childOf(keys[3], "DefaultValue");
    if (fallback !== undefined) return fallback;
    call.report({
      code: "mapping-unknown",
      severity: "error",
      message: `The Mappings section has no value at ${path.join(" → ")}.`,
      hint: "Add the value to Mappings, or correct the keys.",
      range: call.range,
    });
    return unknownNode("", call.range);
  },

  "Fn::If": (call) => {
    if (call.argument.kind !== "list" || call.argument.items.length !== 3)
      return invalid(call, "a condition and two values");
    const [name, whenTrue, whenFalse] = call.argument.items;
    const condition = textOf(name);
    const isTrue = condition !== undefined && call.scope.condition(condition, name?.range ?? call.range, call.report);
    const chosen = isTrue ? whenTrue : whenFalse;
    return chosen === undefined ? undefined : call.scope.resolve(chosen, call.report);
  },

  "Fn::Base64": (call) => {
    const source = textOf(call.scope.resolve(call.argument, call.report));
    if (source === undefined) return invalid(call, "a text");
    return textNode(Buffer.from(source).toString("base64"), call.range);
  },

  "Fn::ImportValue": (call) => {
    const name = textOf(call.scope.resolve(call.argument, call.report));
    if (name === undefined) return invalid(call, "the name of an export");
    call.report(unknownValue(`Fn::ImportValue ${name}`, "the name of the export", call.range));
    return unknownNode(name, call.range);
  },

  "Fn::Cidr": (call) => {
    const [block, count, bits] = items(call).map(textOf);
    const blocks = cidrBlocks(block ?? "", Number(count), Number(bits ?? 8));
    if (blocks === undefined) return invalid(call, "an IPv4 block, a count and a number of bits");
    return { kind: "list", items: blocks.map((text) => textNode(text, call.range)), range: call.range };
  },

  "Fn::GetAZs": (call) => {
    const region = textOf(call.scope.resolve(call.argument, call.report)) || call.scope.region;
    return nodeFrom(
      ["a", "b", "c"].map((zone) => region + zone),
      call.range,
    );
  },

  "Fn::Length": (call) => {
    const list = call.scope.resolve(call.argument, call.report);
    return list?.kind === "list" ? nodeFrom(list.items.length, call.range) : invalid(call, "a list");
  },

  "Fn::ToJsonString": (call) => {
    const value = call.scope.resolve(call.argument, call.report);
    return value === undefined
      ? invalid(call, "a list or a map")
      : textNode(JSON.stringify(plainValue(value)), call.range);
  },
};

/** The argument's items, resolved; none when it is not a list. A `Ref` that gives a list may stand for all of them. */
function items({ argument, scope, report }: Call): readonly TemplateNode[] {
  const resolved = scope.resolve(argument, report);
  return resolved?.kind === "list" ? resolved.items : [];
}

function texts(call: Call, list: TemplateNode): string[] | undefined {
  const resolved = call.scope.resolve(list, call.report);
  const values = resolved?.kind === "list" ? resolved.items.map(textOf) : [undefined];
  return values.includes(undefined) ? undefined : (values as string[]);
}

function invalid(call: Call, expected: string): TemplateNode {
  call.report({
    code: "intrinsic-invalid",
    severity: "error",
    message: `${call.name} wants ${expected}.`,
    hint: "Correct its argument; until then the value is left out.",
    range: call.range,
  });
  return unknownNode("", call.range);
}
