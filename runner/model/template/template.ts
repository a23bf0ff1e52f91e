import { LineCounter, parseAllDocuments, type Document } from "yaml";
import { startOfFile, type Problem } from "../problem.ts";
import { ProblemCollector, type Report } from "./problem-collector.ts";
import { rangeBetween, readNodes, TemplateTooLarge } from "./read-nodes.ts";
import { childOf, entriesOf, type MapNode, type TemplateNode } from "./template-node.ts";
import { cloudFormationTags } from "./yaml-tags.ts";

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
  const root = parseRoot(text, collector.report);
  return {
    file,
    root,
    resources: root === undefined ? new Map() : readResources(root, collector.report),
    isServerless: root !== undefined && hasServerlessTransform(root),
    problems: collector.problems,
  };
}

function parseRoot(text: string, report: Report): MapNode | undefined {
  const lines = new LineCounter();
  try {
    // JSON is read by the same parser, so that its values have positions too.
    const parsed = parseAllDocuments(text, { lineCounter: lines, customTags: cloudFormationTags, uniqueKeys: false });
    const document = (Array.isArray(parsed) ? parsed[0] : undefined) as Document | undefined;
    if (document === undefined) {
      reportEmpty(report);
      return undefined;
    }
    for (const { errors, warnings } of parsed) {
      for (const error of errors) reportSyntax(error, lines, report);
      for (const warning of warnings) reportTag(warning, lines, report);
    }
    if (parsed.some(({ errors }) => errors.length > 0)) return undefined;
    const root = readNodes(document, lines, report);
    if (root.kind === "map" && root.entries.size > 0) return root;
    if (root.kind === "scalar" && root.value === null) {
      reportEmpty(report);
      return undefined;
    }
    report({
      code: "template-not-a-map",
      severity: "error",
      message: `A template is a map with a "Resources" section; this file holds ${root.kind === "list" ? "a list" : root.kind === "map" ? "an empty map" : "a single value"}.`,
      hint: "Add a Resources section with a function, or open the right file.",
      range: startOfFile,
    });
  } catch (error) {
    if (!(error instanceof TemplateTooLarge) && !(error instanceof RangeError)) throw error;
    report({
      code: "template-too-large",
      severity: "error",
      message: "The template is nested too deeply or grows beyond 200000 values through its aliases.",
      hint: "CloudFormation takes at most 1 MB of template: split it into nested stacks.",
      range: startOfFile,
      source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html",
    });
  }
  return undefined;
}

function reportEmpty(report: Report): void {
  report({
    code: "template-empty",
    severity: "error",
    message: "The template is empty.",
    hint: "Add a Resources section with a function of type AWS::Serverless::Function.",
    range: startOfFile,
  });
}

/** What the YAML parser's errors and warnings have in common; `pos` are offsets. */
interface Located {
  readonly message: string;
  readonly pos: [number, number];
}

function reportSyntax(error: Located, lines: LineCounter, report: Report): void {
  report({
    code: "yaml-invalid",
    severity: "error",
    message: firstLine(error.message),
    hint: "Correct the text here; nothing of this file is loaded until it can be read.",
    range: rangeBetween(lines, error.pos[0], error.pos[1]),
  });
}

function reportTag(warning: Located, lines: LineCounter, report: Report): void {
  report({
    code: "tag-unknown",
    severity: "warning",
    message: firstLine(warning.message),
    hint: "Use one of CloudFormation's tags, such as !Ref, !Sub or !GetAtt; the value is read as if it had no tag.",
    range: rangeBetween(lines, warning.pos[0], warning.pos[1]),
  });
}

function firstLine(message: string): string {
  return `${(message.split("\n", 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, "").replace(/[.:]$/, "")}.`;
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
