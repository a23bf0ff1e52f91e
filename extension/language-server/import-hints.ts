import { InlayHintKind, type InlayHint, type Range } from "vscode-languageserver";
import type { ImportCost } from "../../runner/model/estimate/import-cost.ts";
import { milliseconds } from "../figures.ts";
import { importsOf, type ParsedCode } from "./code/parse-code.ts";

/**
 * What imports take at init, each at the end of its line: `+118 ms`. By the code as it is now, so that a cost that was
 * measured of an older version never stands beside another import.
 *
 * @param thresholdMs cheaper imports are not told
 */
export function importHints(
  parsed: ParsedCode,
  costs: readonly ImportCost[],
  thresholdMs: number,
  { start, end }: Range,
): InlayHint[] {
  const dear = new Map(costs.filter(({ ms }) => ms >= thresholdMs).map((cost) => [cost.specifier, cost]));
  return importsOf(parsed).flatMap(({ specifier, range }) => {
    const cost = dear.get(specifier);
    if (!cost || range.end.line < start.line || range.end.line > end.line) return [];
    // What is imported twice is loaded once.
    dear.delete(specifier);
    return [
      {
        position: { line: range.end.line, character: lengthOfLine(parsed, range.end.line) },
        label: `+${milliseconds(cost.ms)}`,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: `Importing ${specifier} takes ${milliseconds(cost.ms)} at init, with all that it loads itself: measured on this machine, the median of several starts. What imports share counts for the first of them.`,
      },
    ];
  });
}

function lengthOfLine({ text, lineStarts }: ParsedCode, line: number): number {
  return text.slice(lineStarts[line], lineStarts[line + 1]).trimEnd().length;
}
