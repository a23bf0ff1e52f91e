import { readFile } from "node:fs/promises";
import path from "node:path";
import { startOfFile, type Range } from "../model/problem.ts";
import type { PseudoParameters } from "../model/template/pseudo-parameters.ts";
import { Stack } from "../model/template/stack.ts";
import { parseTemplate, type Resource } from "../model/template/template.ts";
import { childOf, entriesOf, nodeFrom, textNode, textOf, type TemplateNode } from "../model/template/template-node.ts";
import { whyUnreadable } from "./why-unreadable.ts";

/** The property with a nested stack's template, by resource type. */
const locations: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::Stack": "TemplateURL",
  "AWS::Serverless::Application": "Location",
};

/**
 * Reads a template and the local templates nested in it.
 *
 * @throws the file system's error when the outermost file can't be read; nested ones become problems
 */
export async function loadStack(
  file: string,
  pseudo: PseudoParameters,
  parameters: Readonly<Record<string, string>>,
): Promise<Stack> {
  const text = await readFile(file, "utf8");
  const stack = new Stack(parseTemplate(text, file), {
    pseudo,
    path: [],
    parameter: (name) => (Object.hasOwn(parameters, name) ? textNode(parameters[name] ?? "", startOfFile) : undefined),
  });
  await addChildren(stack, [file]);
  return stack;
}

/** What stands for a template that was found but can't be read: a stack with nothing but the problem. */
export function unreadableStack(file: string, pseudo: PseudoParameters, reason: string): Stack {
  const template = { file, root: undefined, resources: new Map<string, Resource>(), isServerless: false, problems: [] };
  const stack = new Stack(template, { pseudo, path: [], parameter: () => undefined });
  stack.report({
    code: "template-unreadable",
    severity: "error",
    message: `The template can't be read: ${reason}.`,
    hint: "Correct the file's permissions.",
    range: startOfFile,
  });
  return stack;
}

async function addChildren(stack: Stack, openFiles: readonly string[]): Promise<void> {
  for (const resource of stack.template.resources.values()) {
    const property = Object.hasOwn(locations, resource.type) ? locations[resource.type] : undefined;
    if (property === undefined || !stack.isIncluded(resource.node, stack.report)) continue;
    const location = nestedLocation(stack, resource, property);
    const file = location && localFile(location.text, stack.template.file);
    if (location === undefined || file === undefined) {
      report(stack, resource, "nested-template-elsewhere", "warning", location?.range ?? resource.keyRange, [
        `The template of the nested stack ${resource.logicalId} is not on this machine${location === undefined ? "" : `: ${location.text}`}.`,
        `Set ${property} to a local path to load its functions.`,
      ]);
    } else if (openFiles.includes(file)) {
      report(stack, resource, "nested-template-cycle", "error", location.range, [
        `The nested stack ${resource.logicalId} is one of the templates it is nested in: ${file}.`,
        "Nest another template.",
      ]);
    } else {
      await addChild(stack, resource, file, location.range, openFiles);
    }
  }
}

async function addChild(
  stack: Stack,
  resource: Resource,
  file: string,
  range: Range,
  openFiles: readonly string[],
): Promise<void> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => ({ cause }));
  if (typeof text !== "string") {
    report(stack, resource, "nested-template-missing", "error", range, [
      `The template of the nested stack ${resource.logicalId} can't be read: ${whyUnreadable(text.cause)}: ${file}.`,
      "Correct the path; it is relative to this template.",
    ]);
    return;
  }
  const child = new Stack(parseTemplate(text, file), {
    pseudo: { ...stack.pseudo, stackName: `${stack.pseudo.stackName}-${resource.logicalId}` },
    path: [...stack.path, resource.logicalId],
    parameter: (name) => {
      const passed = childOf(resource.properties, "Parameters", name);
      const value = passed && stack.resolve(passed, stack.report);
      return value?.kind === "list" ? joined(value) : value;
    },
  });
  stack.children.set(resource.logicalId, child);
  await addChildren(child, [...openFiles, file]);
  const declared = childOf(child.template.root, "Parameters");
  for (const [name, { keyRange }] of entriesOf(childOf(resource.properties, "Parameters"))) {
    if (childOf(declared, name) !== undefined) continue;
    report(stack, resource, "parameter-unknown", "warning", keyRange, [
      `The nested stack ${resource.logicalId} has no parameter ${name}.`,
      `Add it to the Parameters of ${file}, or leave it out here.`,
    ]);
  }
}

/** CloudFormation passes lists on as texts with commas. */
function joined(list: TemplateNode & { kind: "list" }): TemplateNode {
  return nodeFrom(list.items.map((item) => textOf(item) ?? "").join(","), list.range);
}

function nestedLocation(
  stack: Stack,
  resource: Resource,
  property: string,
): { text: string; range: Range } | undefined {
  const written = childOf(resource.properties, property);
  const resolved = written && stack.resolve(written, stack.report);
  // A map names an application of the Serverless Application Repository.
  if (resolved?.kind !== "scalar") return undefined;
  return { text: resolved.text, range: resolved.range };
}

function localFile(location: string, from: string): string | undefined {
  if (location === "" || /^(https?|s3):\/\//i.test(location)) return undefined;
  return path.resolve(path.dirname(from), location.replace(/^file:\/\//, ""));
}

function report(
  stack: Stack,
  { logicalId }: Resource,
  code: string,
  severity: "error" | "warning",
  range: Range,
  [message, hint]: readonly [message: string, hint: string],
): void {
  stack.report({ code, severity, message, hint, range, logicalId });
}
