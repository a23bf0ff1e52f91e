import { basename } from "node:path";
import { normalizedName, parseRequirements } from "./requirements.ts";
import type { Diagnostic } from "./tool-failure.ts";

/**
 * Reads pip's errors that concern a line of a requirements file.
 *
 * @param requirements texts by path
 */
export function pipErrors(output: string, requirements: ReadonlyMap<string, string>): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const [, message = ""] of output.matchAll(/^ERROR: (.+)$/gm)) {
    const place = statedPlace(message, requirements) ?? placeOfPackage(message, requirements);
    if (!place) continue;
    // pip lists every version there is first, then says once more that the one wanted is not there.
    found.set(`${place.file}:${place.line}`, { severity: "error", message, ...place, column: 1 });
  }
  return [...found.values()];
}

type Place = Pick<Diagnostic, "file" | "line">;

/** `(from line 2 of requirements.txt)`, `(line 2)` */
function statedPlace(message: string, requirements: ReadonlyMap<string, string>): Place | undefined {
  const [, line, name = ""] = /\(?(?:from )?line (\d+)(?: of ([^)]+))?\)/.exec(message) ?? [];
  if (line === undefined) return undefined;
  const files = [...requirements.keys()];
  const file = files.find((path) => basename(path) === basename(name)) ?? files[0];
  return file === undefined ? undefined : { file, line: Number(line) };
}

/** `No matching distribution found for foo==9` */
function placeOfPackage(message: string, requirements: ReadonlyMap<string, string>): Place | undefined {
  const wanted = /(?:requirement|distribution found for) ([A-Za-z0-9][\w.-]*)/.exec(message)?.[1];
  if (wanted === undefined) return undefined;
  for (const [file, text] of requirements) {
    const line = parseRequirements(text).find(({ name }) => name === normalizedName(wanted))?.line;
    if (line !== undefined) return { file, line };
  }
  return undefined;
}
