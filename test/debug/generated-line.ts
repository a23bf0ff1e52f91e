import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { pathToFileURL } from "node:url";

/**
 * Where a line of a source came to lie in a bundle, by the map beside it, as a debugger looks it up. Lines are
 * zero-based.
 */
export function generatedLine(bundle: string, source: string, sourceLine: number): number {
  const map = new SourceMap(
    JSON.parse(readFileSync(`${bundle}.map`, "utf8")) as ConstructorParameters<typeof SourceMap>[0],
  );
  const lines = readFileSync(bundle, "utf8").split("\n");
  const found = lines.findIndex((text, line) => {
    const entry = map.findEntry(line, text.search(/\S/));
    return (
      "originalLine" in entry &&
      entry.originalLine === sourceLine &&
      entry.originalSource === pathToFileURL(source).href &&
      entry.generatedLine === line
    );
  });
  assert.notEqual(found, -1, `Line ${String(sourceLine)} of ${source} is not in ${bundle}.map`);
  return found;
}
