import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import type { SettingLimit } from "../limits.ts";
import {
  childOf,
  plainValue,
  textOf,
  type ListNode,
  type MapNode,
  type ScalarNode,
  type TemplateNode,
} from "./template-node.ts";

/**
 * Reads the resolved properties of one resource as the types they should have. A value of the wrong type is reported
 * and counts as left out; so does one that can't be known, which was reported where it was resolved.
 */
export class PropertyReader {
  readonly #properties: TemplateNode | undefined;
  readonly #report: Report;

  constructor(properties: TemplateNode | undefined, report: Report) {
    this.#properties = properties;
    this.#report = report;
  }

  node(...path: readonly string[]): TemplateNode | undefined {
    const node = childOf(this.#properties, ...path);
    return node?.kind === "scalar" && node.isUnknown ? undefined : node;
  }

  /** The property is stated, with a value that can't be known here. */
  isUnknown(...path: readonly string[]): boolean {
    const node = childOf(this.#properties, ...path);
    return node?.kind === "scalar" && node.isUnknown === true;
  }

  text(...path: readonly string[]): string | undefined {
    return this.#scalar(path, "a text")?.text;
  }

  /** One of a few words, spelt as AWS spells them. */
  word<Word extends string>(words: readonly Word[], ...path: readonly string[]): Word | undefined {
    const scalar = this.#scalar(path, `one of ${words.join(", ")}`);
    const word = words.find((candidate) => candidate === scalar?.text);
    if (scalar !== undefined && word === undefined) this.#wrongType(path, scalar, `one of ${words.join(", ")}`);
    return word;
  }

  /** A whole number not below zero, also when written as a text. */
  integer(...path: readonly string[]): number | undefined {
    const scalar = this.#scalar(path, "a whole number");
    if (scalar === undefined) return undefined;
    if (/^\d+(\.0+)?$/.test(scalar.text.trim())) return Number(scalar.text);
    if (/^-\d+$/.test(scalar.text)) return Number(scalar.text);
    this.#wrongType(path, scalar, "a whole number");
    return undefined;
  }

  /** A number within a limit; outside it the nearest allowed one, with a problem that names the limit. */
  setting(limit: SettingLimit, unit: string, code: string, ...path: readonly string[]): number {
    const value = this.integer(...path);
    if (value === undefined) return limit.default;
    if (value >= limit.min && value <= limit.max) return value;
    const used = Math.min(Math.max(value, limit.min), limit.max);
    this.#report({
      code,
      severity: "error",
      message: `${path.join(".")} is ${value} ${unit}; Lambda allows ${limit.min} to ${limit.max} ${unit}.`,
      hint: `Choose a value from ${limit.min} to ${limit.max}; here the function runs with ${used} ${unit}.`,
      range: this.rangeOf(...path),
      source: limit.source,
    });
    return used;
  }

  texts(...path: readonly string[]): readonly string[] | undefined {
    const list = this.list(...path);
    return list?.items.flatMap((item) => {
      const text = textOf(item);
      if (text === undefined) this.#wrongType(path, item, "a list of texts");
      return text === undefined ? [] : [text];
    });
  }

  list(...path: readonly string[]): ListNode | undefined {
    const node = this.node(...path);
    if (node === undefined || node.kind === "list") return node;
    this.#wrongType(path, node, "a list");
    return undefined;
  }

  map(...path: readonly string[]): MapNode | undefined {
    const node = this.node(...path);
    if (node === undefined || node.kind === "map") return node;
    this.#wrongType(path, node, "a map");
    return undefined;
  }

  /** Where the value stands; the nearest thing around it when it is left out. */
  rangeOf(...path: readonly string[]): Range {
    for (let length = path.length; length >= 0; length--) {
      const node = childOf(this.#properties, ...path.slice(0, length));
      if (node !== undefined) return node.range;
    }
    return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  }

  #scalar(path: readonly string[], expected: string): ScalarNode | undefined {
    const node = this.node(...path);
    if (node === undefined || node.kind === "scalar") return node;
    this.#wrongType(path, node, expected);
    return undefined;
  }

  #wrongType(path: readonly string[], node: TemplateNode, expected: string): void {
    this.#report({
      code: "property-type",
      severity: "error",
      message: `${path.join(".")} should be ${expected}, not ${describe(node)}.`,
      hint: "Correct the value; until then the property counts as left out.",
      range: node.range,
    });
  }
}

function describe(node: TemplateNode): string {
  if (node.kind !== "scalar") return node.kind === "list" ? "a list" : "a map";
  return JSON.stringify(plainValue(node));
}
