import { startOfFile, type Problem } from "../problem.ts";
import { ProblemCollector, type Report } from "./problem-collector.ts";
import { parseRoot } from "./parse-root.ts";
import { childOf, entriesOf, type MapNode, type TemplateNode } from "./template-node.ts";

/** One resource of a template, nothing resolved yet. */
export interface Resource {
  readonly logicalId: string;
  /** Empty when the template names none. */
  readonly type: string;
  readonly node: MapNode;
  readonly properties: TemplateNode | undefined;
  readonly metadata: TemplateNode | undefined;
  readonly keyRange: Problem["range"];
}

/** A template file as read: YAML or JSON, SAM or plain CloudFormation. */
export interface ParsedTemplate {
  /** Absolute path. */
  readonly file: string;
  /** Undefined when the text can't be used at all. */
  readonly root: MapNode | undefined;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly isServerless: boolean;
  readonly problems: readonly Problem[];
}

/** Reads a template. Never throws for what stands in it: everything wrong is in `problems`. */
export function parseTemplate(text: string, file: string): ParsedTemplate {
  const collector = new ProblemCollector(file);
  return templateOf(file, parseRoot(text, collector.report), collector);
}

/** @param root what was read of the file; undefined when the text can't be used at all */
export function templateOf(file: string, root: MapNode | undefined, collector: ProblemCollector): ParsedTemplate {
  return {
    file,
    root,
    resources: root === undefined ? new Map() : readResources(root, collector.report),
    isServerless: root !== undefined && hasServerlessTransform(root),
    problems: collector.problems,
  };
}

function readResources(root: MapNode, report: Report): Map<string, Resource> {
  const section = root.entries.get("Resources");
  const resources = new Map<string, Resource>();
  if (section?.value.kind !== "map") {
    report({
      code: "resources-missing",
      severity: "warning",
      message: section === undefined ? "The template has no Resources section." : "Resources is not a map.",
      hint: "Add a Resources section with a function of type AWS::Serverless::Function.",
      range: section?.keyRange ?? startOfFile,
    });
    return resources;
  }
  for (const [logicalId, { value, keyRange }] of section.value.entries) {
    const type = childOf(value, "Type");
    if (logicalId.startsWith("Fn::")) {
      report({
        code: "intrinsic-unsupported",
        severity: "warning",
        message: `${logicalId} in Resources is not expanded: the resources it makes are not loaded.`,
        hint: "Name a template in which it has been expanded already.",
        range: keyRange,
      });
    } else if (value.kind !== "map" || type?.kind !== "scalar") {
      report({
        code: "resource-invalid",
        severity: "error",
        message: `The resource ${logicalId} has no Type.`,
        hint: "Give it a Type, such as AWS::Serverless::Function.",
        range: keyRange,
        logicalId,
      });
    } else {
      resources.set(logicalId, {
        logicalId,
        type: type.text,
        node: value,
        properties: childOf(value, "Properties"),
        metadata: childOf(value, "Metadata"),
        keyRange,
      });
    }
  }
  return resources;
}

function hasServerlessTransform(root: MapNode): boolean {
  const transform = childOf(root, "Transform");
  const items = transform?.kind === "list" ? transform.items : transform === undefined ? [] : [transform];
  return (
    items.some((item) => item.kind === "scalar" && item.text.startsWith("AWS::Serverless")) ||
    entriesOf(childOf(root, "Resources")).some(([, { value }]) => {
      const type = childOf(value, "Type");
      return type?.kind === "scalar" && type.text.startsWith("AWS::Serverless::");
    })
  );
}
