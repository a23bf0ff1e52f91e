import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TemplateMap } from "./template-value.ts";

/** Languages that functions are scaffolded in; each has a folder of this name in the content. */
export const languageIds = [
  "typescript",
  "javascript",
  "python",
  "java",
  "csharp",
  "go",
  "ruby",
  "rust",
  "custom",
] as const;

export type LanguageId = (typeof languageIds)[number];

/** What people call them. */
export const languageLabels: Readonly<Record<LanguageId, string>> = {
  typescript: "TypeScript",
  javascript: "JavaScript",
  python: "Python",
  java: "Java",
  csharp: "C#",
  go: "Go",
  ruby: "Ruby",
  rust: "Rust",
  custom: "Custom runtime (shell)",
};

/** `language.json` of a language's content. Texts may hold the placeholders of `fill-placeholders.ts`. */
export interface Language {
  /** Of the template, such as `nodejs24.x`. */
  readonly runtime: string;
  readonly handler: string;
  /** The resource's `Metadata`: how `sam build` and the runner build it. */
  readonly metadata?: TemplateMap;
  /** What a person runs in the function's folder for its unit tests. */
  readonly testCommand: string;
  /** What has to be run there once before, if anything. */
  readonly setupCommand?: string;
  /** The file to open, relative to the function's folder. */
  readonly handlerFile: string;
  /** Files that are programs, relative to the function's folder. */
  readonly executable?: readonly string[];
}

/** Reads what the content says of a language. */
export async function readLanguage(id: LanguageId, contentFolder: string): Promise<Language> {
  return JSON.parse(await readFile(join(contentFolder, id, "language.json"), "utf8")) as Language;
}
