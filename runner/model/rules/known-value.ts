import { callIntrinsic, intrinsicOf, type IntrinsicScope } from "../template/intrinsics.ts";
import { parameterValue } from "../template/parameters.ts";
import type { Report } from "../template/problem-collector.ts";
import type { MapNode, TemplateNode } from "../template/template-node.ts";
import { childOf, movedTo, unknownNode } from "../template/template-node.ts";
import type { Range } from "../problem.ts";

/**
 * The value that a template itself gives to a node: intrinsic functions worked out, parameters at their defaults.
 * Undefined is no value (`AWS::NoValue`). What only a deployment decides (a parameter without a default, a condition, a
 * resource's name, a dynamic reference) is an unknown node, of which no rule may say anything.
 */
export function knownValue(root: MapNode | undefined, node: TemplateNode | undefined): TemplateNode | undefined {
  return node && new TemplateAlone(root).resolve(node);
}

class TemplateAlone implements IntrinsicScope {
  /** Nobody asks: every intrinsic function that depends on it makes its value unknown. */
  readonly region = "";
  readonly #root: MapNode | undefined;
  #isKnown = true;
  /** Whatever is reported, the loader of templates has said it; here it means that a value can't be told. */
  readonly #unknown: Report = () => {
    this.#isKnown = false;
  };

  constructor(root: MapNode | undefined) {
    this.#root = root;
  }

  resolve(node: TemplateNode): TemplateNode | undefined {
    if (node.kind === "scalar") {
      if (!node.text.includes("{{resolve:")) return node;
      this.#isKnown = false;
      return unknownNode(node.text, node.range);
    }
    if (node.kind === "list") {
      const items = node.items.map((item) => this.resolve(item)).filter((item) => item !== undefined);
      return { kind: "list", items, range: node.range };
    }
    const call = intrinsicOf(node);
    if (call !== undefined) return this.#call(call.name, call.argument, node.range);
    const entries = [...node.entries].flatMap(([key, entry]) => {
      const value = this.resolve(entry.value);
      return value === undefined ? [] : [[key, { keyRange: entry.keyRange, value }] as const];
    });
    return { kind: "map", entries: new Map(entries), range: node.range };
  }

  reference(name: string, range: Range): TemplateNode | undefined {
    if (name === "AWS::NoValue") return undefined;
    const declaration = childOf(this.#root, "Parameters", name);
    const value = declaration && parameterValue(name, declaration, undefined, this.#unknown);
    if (value === undefined || (value.kind === "scalar" && value.isUnknown)) return this.#unknownAt(range);
    return movedTo(value, range);
  }

  attribute(_logicalId: string, _attribute: string, range: Range): TemplateNode {
    return this.#unknownAt(range);
  }

  condition(): boolean {
    this.#isKnown = false;
    return false;
  }

  mapping(path: readonly string[]): TemplateNode | undefined {
    return childOf(this.#root, "Mappings", ...path);
  }

  /** A call is as unknown as any part of it. */
  #call(name: string, argument: TemplateNode, range: Range): TemplateNode | undefined {
    const wasKnown = this.#isKnown;
    this.#isKnown = name !== "Fn::GetAZs" && name !== "Fn::ImportValue";
    const value = callIntrinsic(name, argument, range, this, this.#unknown);
    const isKnown = this.#isKnown;
    this.#isKnown = wasKnown && isKnown;
    return isKnown ? value : unknownNode("", range);
  }

  #unknownAt(range: Range): TemplateNode {
    this.#isKnown = false;
    return unknownNode("", range);
  }
}
