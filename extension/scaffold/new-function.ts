import type { Language, LanguageId } from "./languages.ts";
import type { TriggerId } from "./triggers.ts";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { kebabCase } from "./function-name.ts";

/** What a person has chosen in the wizard. */
export interface NewFunction {
  /** Logical id, such as `OrderMailer`. */
  readonly name: string;
  readonly language: LanguageId;
  readonly trigger: TriggerId;
  readonly memoryMb: number;
  readonly architecture: "x86_64" | "arm64";
}

/** A file to write. */
export interface ScaffoldedFile {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

/** Where a function's sources are, relative to the template; ends with `/`. */
export function codeFolderOf(name: string): string {
  return `functions/${kebabCase(name)}/`;
}

/** Where a person begins to read a function, relative to the template. */
export function handlerFileOf({ name }: Pick<NewFunction, "name">, { handlerFile }: Language): string {
  return codeFolderOf(name) + fillPlaceholders(handlerFile, name);
}
