import { flatCase, kebabCase, pascalCase, snakeCase } from "./function-name.ts";

/** Writes a function's name, in the spelling each place wants, into a text or file name of the content. */
export function fillPlaceholders(text: string, name: string): string {
  return text
    .replaceAll("{{FunctionName}}", pascalCase(name))
    .replaceAll("{{function-name}}", kebabCase(name))
    .replaceAll("{{function_name}}", snakeCase(name))
    .replaceAll("{{functionname}}", flatCase(name));
}
