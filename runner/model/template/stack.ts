import { evaluateCondition } from "./conditions.ts";
import { callIntrinsic, intrinsicOf, type IntrinsicScope } from "./intrinsics.ts";
import { parameterValue } from "./parameters.ts";
import type { Range } from "../problem.ts";
import { ProblemCollector, type Report } from "./problem-collector.ts";
import { pseudoParameter, type PseudoParameters } from "./pseudo-parameters.ts";
import { attributeValue, namePropertyOf, refValue, type NamedResource } from "./resource-values.ts";
import type { ParsedTemplate } from "./template.ts";
import { childOf, movedTo, textNode, textOf, unknownNode, type TemplateNode } from "./template-node.ts";
import { unknownValue } from "./unknown-values.ts";

export interface StackOptions {
  readonly pseudo: PseudoParameters;
  /** A value given from outside; undefined when there is none and the default counts. */
  readonly parameter: (name: string) => TemplateNode | undefined;
  /** Logical ids of the nested stacks above, outermost first. */
  readonly path: readonly string[];
}

/**
 * A template with values for its parameters: resolves what stands in it. Nested stacks are added by whoever reads files,
 * before anything that depends on their outputs is resolved.
 */
export class Stack implements IntrinsicScope {
  readonly template: ParsedTemplate;
  readonly path: readonly string[];
  readonly pseudo: PseudoParameters;
  readonly children = new Map<string, Stack>();
  readonly #collector: ProblemCollector;
  readonly #parameter: (name: string) => TemplateNode | undefined;
  readonly #conditions = new Map<string, boolean>();
  readonly #names = new Map<string, string>();
  /** What is being resolved right now; meeting it again is a cycle. */
  readonly #open: string[] = [];

  constructor(template: ParsedTemplate, options: StackOptions) {
    this.template = template;
    this.path = options.path;
    this.pseudo = options.pseudo;
    this.#parameter = options.parameter;
    this.#collector = new ProblemCollector(template.file);
    for (const problem of template.problems) this.#collector.report(problem);
  }

  /** Everything found wrong so far, in the order of the file. */
  get problems() {
    return this.#collector.problems;
  }

  get region(): string {
    return this.pseudo.region;
  }

  readonly report: Report = (draft) => this.#collector.report(draft);

  reportOf(logicalId: string): Report {
    return this.#collector.of(logicalId);
  }

  resolve(node: TemplateNode, report: Report): TemplateNode | undefined {
    if (node.kind === "scalar") return node;
    if (node.kind === "list") {
      const items = node.items.map((item) => this.resolve(item, report)).filter((item) => item !== undefined);
      return { kind: "list", items, range: node.range };
    }
    const call = intrinsicOf(node);
    if (call !== undefined) return callIntrinsic(call.name, call.argument, node.range, this, report);
    const entries = [...node.entries].flatMap(([key, entry]) => {
      const value = this.resolve(entry.value, report);
      return value === undefined ? [] : [[key, { keyRange: entry.keyRange, value }] as const];
    });
    return { kind: "map", entries: new Map(entries), range: node.range };
  }

  reference(name: string, range: Range, report: Report): TemplateNode | undefined {
    if (name === "AWS::NoValue") return undefined;
    const pseudo = pseudoParameter(name, this.pseudo);
    if (pseudo !== undefined) return textNode(pseudo, range);
    const declaration = childOf(this.template.root, "Parameters", name);
    if (declaration !== undefined) {
      const given = this.#parameter(name);
      const isStored = textOf(childOf(declaration, "Type"))?.startsWith("AWS::SSM::Parameter::Value<");
      if (given === undefined && isStored) {
        report(unknownValue(`the parameter ${name}, from Parameter Store,`, "its name there", range));
      }
      return movedTo(parameterValue(name, declaration, given, this.report), range);
    }
    const resource = this.template.resources.get(name);
    if (resource !== undefined) {
      const named = { type: resource.type, name: this.physicalName(name, range, report) };
      return textNode(refValue(named, this.pseudo), range);
    }
    if (this.#isGenerated(name)) return textNode(name, range);
    report(unknownReference(`Ref to ${name}`, name, this.template, range));
    return unknownNode(name, range);
  }

  attribute(logicalId: string, attribute: string, range: Range, report: Report): TemplateNode {
    const resource = this.template.resources.get(logicalId);
    if (resource === undefined) {
      if (!this.#isGenerated(logicalId)) {
        report(unknownReference(`GetAtt of ${logicalId}.${attribute}`, logicalId, this.template, range));
        return unknownNode(`${logicalId}.${attribute}`, range);
      }
      const type = logicalId.endsWith("Role") ? "AWS::IAM::Role" : "";
      return this.#attributeOf({ type, name: logicalId }, logicalId, attribute, range, report);
    }
    const output = attribute.startsWith("Outputs.") ? attribute.slice("Outputs.".length) : undefined;
    const child = this.children.get(logicalId);
    if (output !== undefined && child !== undefined) return this.#childOutput(child, logicalId, output, range, report);
    const named = { type: resource.type, name: this.physicalName(logicalId, range, report) };
    return this.#attributeOf(named, logicalId, attribute, range, report);
  }

  condition(name: string, range: Range, report: Report): boolean {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    const body = childOf(this.template.root, "Conditions", name);
    if (body === undefined) {
      report({
        code: "condition-unknown",
        severity: "error",
        message: `There is no condition ${name}.`,
        hint: "Add it to the Conditions section, or correct the name; it counts as false.",
        range,
      });
      return false;
    }
    const value = this.#guarded(`condition ${name}`, range, report, () => evaluateCondition(body, this, this.report));
    this.#conditions.set(name, value ?? false);
    return value ?? false;
  }

  mapping(path: readonly string[]): TemplateNode | undefined {
    return childOf(this.template.root, "Mappings", ...path);
  }

  /** The name a resource gets on AWS, where the template states one; else its logical id. */
  physicalName(logicalId: string, range: Range, report: Report): string {
    const known = this.#names.get(logicalId);
    if (known !== undefined) return known;
    const resource = this.template.resources.get(logicalId);
    const property = namePropertyOf(resource?.type ?? "");
    const stated = property === undefined ? undefined : childOf(resource?.properties, property);
    if (stated === undefined) return logicalId;
    const resolved = this.#guarded(`name of ${logicalId}`, range, report, () => this.resolve(stated, report));
    const name = (resolved?.kind === "scalar" && resolved.isUnknown ? undefined : textOf(resolved)) ?? logicalId;
    this.#names.set(logicalId, name);
    return name;
  }

  /** False for resources and outputs whose condition is false. */
  isIncluded(node: TemplateNode, report: Report): boolean {
    const condition = childOf(node, "Condition");
    const name = textOf(condition);
    return name === undefined || condition === undefined || this.condition(name, condition.range, report);
  }

  #attributeOf(
    resource: NamedResource,
    logicalId: string,
    attribute: string,
    range: Range,
    report: Report,
  ): TemplateNode {
    const value = attributeValue(resource, attribute, this.pseudo);
    if (value !== undefined) return textNode(value, range);
    const standIn = `${resource.name}.${attribute}`;
    report(unknownValue(`Fn::GetAtt ${logicalId}.${attribute}`, standIn, range));
    return unknownNode(standIn, range);
  }

  #childOutput(child: Stack, logicalId: string, output: string, range: Range, report: Report): TemplateNode {
    const value = childOf(child.template.root, "Outputs", output, "Value");
    if (value === undefined) {
      report({
        code: "reference-unknown",
        severity: "error",
        message: `The nested stack ${logicalId} has no output ${output}.`,
        hint: `Add it to the Outputs of ${child.template.file}, or correct the name.`,
        range,
      });
      return unknownNode(`${logicalId}.Outputs.${output}`, range);
    }
    const resolved = this.#guarded(`output ${output} of ${logicalId}`, range, report, () =>
      child.resolve(value, child.report),
    );
    return resolved === undefined ? unknownNode("", range) : movedTo(resolved, range);
  }

  /** Undefined, with a problem, when `what` is what is being resolved already. */
  #guarded<T>(what: string, range: Range, report: Report, resolve: () => T): T | undefined {
    const first = this.#open.indexOf(what);
    if (first >= 0) {
      report({
        code: "reference-cycle",
        severity: "error",
        message: `The references go round in a circle: ${[...this.#open.slice(first), what].join(" → ")}.`,
        hint: "Break the circle by writing one of the values out.",
        range,
      });
      return undefined;
    }
    this.#open.push(what);
    try {
      return resolve();
    } finally {
      this.#open.pop();
    }
  }

  /** SAM makes resources of its own, named after the template's: `FnRole`, `ApiprodStage`, `ServerlessRestApi`. */
  #isGenerated(name: string): boolean {
    if (!this.template.isServerless) return false;
    if (/^Serverless(RestApi|HttpApi|WebSocketApi|DeploymentApplication)/.test(name)) return true;
    return [...this.template.resources.values()].some(
      ({ logicalId, type }) => type.startsWith("AWS::Serverless::") && name.startsWith(logicalId),
    );
  }
}

function unknownReference(what: string, name: string, template: ParsedTemplate, range: Range) {
  return {
    code: "reference-unknown",
    severity: "error" as const,
    message: `${what}: there is no ${template.resources.size > 0 ? "parameter or resource" : "parameter"} ${name}.`,
    hint: "Correct the name, or add a parameter or a resource with it; until then variables and texts have the name itself in its place, and other properties are left out.",
    range,
  };
}
