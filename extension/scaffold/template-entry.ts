import { isDeepStrictEqual } from "node:util";
import { isMap, parseAllDocuments, type Document, type YAMLMap } from "yaml";
import { Failure } from "../../runner/model/failure.ts";
import { cloudFormationTags } from "../../runner/model/template/yaml-tags.ts";
import { functionResources } from "./function-resources.ts";
import { applyInsertions } from "./insertion.ts";
import type { Language } from "./languages.ts";
import type { NewFunction } from "./new-function.ts";
import { formatVersion, insertResources } from "./resource-insertion.ts";
import type { TemplateMap } from "./template-value.ts";
import { insertTransform } from "./transform-insertion.ts";

/**
 * Adds a function and what its trigger needs to the text of a template, YAML or JSON. Nothing that stands in the text
 * is changed: all there is, comments and spaces included, is in the result around what was inserted.
 *
 * @throws Failure `template-unusable` when the text can't be read or has no place for resources, `usage` when a
 *   resource's name is taken
 */
export function addFunction(templateText: string, fn: NewFunction, language: Language): string {
  const root = parse(templateText);
  const resources = functionResources(fn, language);
  for (const logicalId of Object.keys(resources)) {
    if (hasResource(root, logicalId)) {
      throw new Failure("usage", `The template has a resource ${logicalId} already. Choose another name.`);
    }
  }
  const result = applyInsertions(templateText, [
    ...insertTransform(templateText, root),
    ...insertResources(templateText, root, resources),
  ]);
  // A text in several lines at the very end gets its line break now, which is all that may change.
  const isOpen = root !== undefined && !templateText.endsWith("\n");
  requireUnchanged(isOpen ? parse(`${templateText}\n`) : root, result, resources);
  return result;
}

/** The names of all resources in a template, for the check of a new name. None when it can't be read. */
export function resourceNames(templateText: string): string[] {
  try {
    const resources = parse(templateText)?.get("Resources", true);
    return isMap(resources) ? resources.items.map(({ key }) => String(key)) : [];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** @returns undefined for a text without content */
function parse(text: string): YAMLMap | undefined {
  const parsed = parseAllDocuments(text, { customTags: cloudFormationTags, logLevel: "error" });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) {
    throw unusable(
      `The template can't be read: ${error.message.split("\n", 1)[0] ?? ""}`,
      "Correct it, then try again.",
    );
  }
  if (documents.length > 1) {
    throw unusable(
      `The template's file holds ${documents.length} YAML documents.`,
      "Leave one in it, or choose another template.",
    );
  }
  const contents = documents[0]?.contents ?? null;
  if (contents === null || (!isMap(contents) && isNothing(contents))) return undefined;
  if (!isMap(contents)) throw unusable("The template is no map of sections.", "Choose another template.");
  return contents;
}

function isNothing(contents: unknown): boolean {
  return (contents as { source?: string }).source === "";
}

function hasResource(root: YAMLMap | undefined, logicalId: string): boolean {
  return root?.hasIn(["Resources", logicalId]) === true;
}

/** Rather no function than a broken template: reads the result back and compares. */
function requireUnchanged(before: YAMLMap | undefined, result: string, resources: TemplateMap): void {
  const now = sectionsOf(parse(result));
  const old = before === undefined ? { AWSTemplateFormatVersion: formatVersion } : sectionsOf(before);
  const expected = {
    ...old,
    Transform: now["Transform"],
    Resources: { ...(old["Resources"] as object | null), ...(now["Resources"] as object | null) },
  };
  const names = Object.keys((now["Resources"] as object | null) ?? {});
  if (isDeepStrictEqual(now, expected) && Object.keys(resources).every((name) => names.includes(name))) return;
  throw unusable(
    "There is no place in the template where a function can be added without changing the rest.",
    "Write its Resources section as a plain block, or add the function by hand.",
  );
}

function sectionsOf(root: YAMLMap | undefined): Readonly<Record<string, unknown>> {
  return (root?.toJSON() ?? {}) as Readonly<Record<string, unknown>>;
}

function unusable(what: string, nextStep: string): Failure {
  return new Failure("template-unusable", `${what} ${nextStep}`);
}
