import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { functionFiles } from "../../extension/scaffold/function-files.ts";
import { languageIds, readLanguage, type LanguageId } from "../../extension/scaffold/languages.ts";
import type { NewFunction, ScaffoldedFile } from "../../extension/scaffold/new-function.ts";
import { addFunction } from "../../extension/scaffold/template-entry.ts";
import { triggerIds, type TriggerId } from "../../extension/scaffold/triggers.ts";

export const contentFolder = join(import.meta.dirname, "..", "..", "extension", "scaffold", "content");

/** Languages that can be scaffolded. */
export const languages = languageIds.filter((id) => existsSync(join(contentFolder, id, "language.json")));

/** What the wizard would be told for a function of a language and trigger. */
export function newFunction(language: LanguageId, trigger: TriggerId): NewFunction {
  const name = [language, ...trigger.split("-")].map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  return { name, language, trigger, memoryMb: 256, architecture: "x86_64" };
}

/** Every trigger for each of the languages. */
export function everyFunction(ids: readonly LanguageId[]): NewFunction[] {
  return ids.flatMap((language) => triggerIds.map((trigger) => newFunction(language, trigger)));
}

/**
 * Writes one project with the functions in it, each as *New Function* would.
 *
 * @param changed what is to be other than scaffolded in the template, such as a runtime that is on this machine
 * @returns the files of each function by its name
 */
export async function scaffold(
  folder: string,
  functions: readonly NewFunction[],
  changed: (template: string) => string = (template) => template,
): Promise<Map<string, ScaffoldedFile[]>> {
  let template = "";
  const filesByName = new Map<string, ScaffoldedFile[]>();
  for (const fn of functions) {
    template = addFunction(template, fn, await readLanguage(fn.language, contentFolder));
    const files = await functionFiles(fn, contentFolder);
    writeFiles(folder, files);
    filesByName.set(fn.name, files);
  }
  writeFileSync(join(folder, "template.yaml"), changed(template));
  return filesByName;
}

export function writeFiles(folder: string, files: readonly ScaffoldedFile[]): void {
  for (const { path, text, isExecutable } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (isExecutable) chmodSync(file, 0o755);
  }
}
