import type { Insertion } from "./insertion.ts";
import { indentationAt, lineStart } from "./template-places.ts";

/** Where a list or map in brackets is in its text; `end` is the offset of the closing bracket. */
export interface Brackets {
  readonly start: number;
  readonly end: number;
  /** Where the first entry starts and the last one ends; undefined without entries. */
  readonly entries: { readonly start: number; readonly end: number } | undefined;
}

/**
 * Adds entries behind the last one, commas included, without touching comments (`#` or `//`) and white space.
 *
 * @param entries as they are at the margin
 * @param isCompact to put all on the line there is
 * @param minimum what the closing bracket's line must be indented by, when it gets a line of its own
 */
export function insertInBrackets(
  text: string,
  brackets: Brackets,
  entries: readonly string[],
  { isCompact = false, minimum = "" } = {},
): Insertion[] {
  const outer = indentationAt(text, brackets.start) + minimum;
  const inner = ownIndentation(text, brackets) ?? outer + indentationUnit(text);
  const place = brackets.entries?.end ?? brackets.start + 1;
  const rest = text.slice(place, brackets.end);
  const hasComma = brackets.entries === undefined || rest.replace(/(?:#|\/\/).*/g, "").includes(",");
  const written = isCompact ? entries : entries.map((entry) => inner + entry.replaceAll("\n", `\n${inner}`));
  const separator = isCompact ? "" : "\n";
  const tail = isCompact || /\n[ \t]*$/.test(rest) ? "" : `\n${outer}`;
  return [
    { offset: place, text: hasComma ? "" : "," },
    // Behind comments that stand after the last entry.
    { offset: place + rest.trimEnd().length, text: separator + written.join(`,${separator}`) + tail },
  ];
}

/** The indentation of the entries, if they have lines of their own. */
export function ownIndentation(text: string, { entries }: Brackets): string | undefined {
  if (entries === undefined) return undefined;
  const line = text.slice(lineStart(text, entries.start), entries.start);
  return line.trim() === "" ? line : undefined;
}

/** What the first indented line is indented by. */
export function indentationUnit(text: string): string {
  return /\n([ \t]+)[^\s]/.exec(text)?.[1] ?? "  ";
}
