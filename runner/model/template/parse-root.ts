import { LineCounter, parseAllDocuments, type Document } from "yaml";
import { startOfFile } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { rangeBetween, readNodes, TemplateTooLarge } from "./read-nodes.ts";
import type { MapNode } from "./template-node.ts";
import { cloudFormationTags } from "./yaml-tags.ts";

/** The map that a template's text holds. Undefined, with a problem, when the text can't be used at all. */
export function parseRoot(text: string, report: Report): MapNode | undefined {
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
