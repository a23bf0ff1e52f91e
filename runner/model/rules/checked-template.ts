import type { Range } from "../problem.ts";
import { withGlobals } from "../template/globals.ts";
import type { ParsedTemplate, Resource } from "../template/template.ts";
import { childOf, textOf, type MapNode, type TemplateNode } from "../template/template-node.ts";
import { isFunction, triggersOf, type FunctionTrigger } from "./function-triggers.ts";
import { knownValue } from "./known-value.ts";
import { TextPlaces } from "./text-places.ts";

/** A template as rules look at it: what it says by itself, before any deployment decides anything. */
export class CheckedTemplate {
  readonly parsed: ParsedTemplate;
  readonly places: TextPlaces;
  readonly functions: readonly CheckedFunction[];

  constructor(parsed: ParsedTemplate, text: string) {
    this.parsed = parsed;
    this.places = new TextPlaces(text);
    const triggers = triggersOf(parsed);
    this.functions = [...parsed.resources.values()]
      .filter(isFunction)
      .map((resource) => new CheckedFunction(parsed, resource, triggers.get(resource.logicalId) ?? []));
  }

  known(node: TemplateNode | undefined): TemplateNode | undefined {
    return knownValue(this.parsed.root, node);
  }
}

/** A function as its template writes it, with `Globals` laid under. */
export class CheckedFunction {
  readonly resource: Resource;
  readonly logicalId: string;
  readonly isServerless: boolean;
  readonly triggers: readonly FunctionTrigger[];
  readonly #root: MapNode | undefined;
  readonly #properties: TemplateNode | undefined;

  constructor(parsed: ParsedTemplate, resource: Resource, triggers: readonly FunctionTrigger[]) {
    this.resource = resource;
    this.logicalId = resource.logicalId;
    this.isServerless = resource.type === "AWS::Serverless::Function";
    this.triggers = triggers;
    this.#root = parsed.root;
    const ignored = () => undefined; // The loader of templates reports what is wrong with Globals.
    this.#properties = this.isServerless ? withGlobals(parsed, resource, "Function", ignored) : resource.properties;
  }

  /** As written, with nothing worked out; undefined only where the template says nothing about it. */
  written(...path: readonly string[]): TemplateNode | undefined {
    return childOf(this.#properties, ...path);
  }

  /** What the function itself says, without `Globals`. */
  own(...path: readonly string[]): TemplateNode | undefined {
    return childOf(this.resource.properties, ...path);
  }

  known(...path: readonly string[]): TemplateNode | undefined {
    return knownValue(this.#root, this.written(...path));
  }

  /** A text or what a number is written as; undefined where it is left out or unknown. */
  text(...path: readonly string[]): string | undefined {
    const node = this.known(...path);
    return node?.kind === "scalar" && node.isUnknown ? undefined : textOf(node);
  }

  /** A number; undefined where it can't be known. */
  number(fallback: number, ...path: readonly string[]): number | undefined {
    return numberIn(this.known(...path), fallback);
  }

  /** Where the function's own value stands, else its name: what `Globals` says is not wrong for every function. */
  rangeOf(...path: readonly string[]): Range {
    return this.own(...path)?.range ?? this.resource.keyRange;
  }

  /** Code in an image has no runtime, no package and no limit of one. */
  get isImage(): boolean {
    const type = this.text("PackageType");
    const hasImage = this.written("ImageUri") !== undefined || this.written("Code", "ImageUri") !== undefined;
    return type === "Image" || hasImage;
  }

  /** A macro or an include may add properties that can't be seen here. */
  get isComplete(): boolean {
    return this.written("Fn::Transform") === undefined && this.resource.node.entries.get("Fn::Transform") === undefined;
  }
}

/** The number that a known value is; `fallback` for none, undefined for what is unknown or no number. */
export function numberIn(node: TemplateNode | undefined, fallback: number): number | undefined {
  if (node === undefined) return fallback;
  const isNumber = node.kind === "scalar" && !node.isUnknown && /^\d+(?:\.0+)?$/.test(node.text.trim());
  return isNumber ? Number(node.text) : undefined;
}
