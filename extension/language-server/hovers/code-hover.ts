import type { Hover, Position, Range } from "vscode-languageserver";
import type { ImportCost } from "../../../runner/model/estimate/import-cost.ts";
import { handlerLine } from "../../../runner/model/handler-line.ts";
import { importsOf, type ParsedCode } from "../code/parse-code.ts";
import type { KnownFacts } from "../knowledge.ts";
import type { KnownEstimate } from "../known-estimates.ts";
import type { HoverContext, HoveredFunction } from "./estimate-hover.ts";
import { functionsHover } from "./functions-hover.ts";
import { importHover } from "./import-hover.ts";

/** A source file as it is in the editor, with what is known of it. */
export interface HoveredCode {
  readonly file: string;
  readonly text: string;
  /** Functions whose handlers are in it. */
  readonly handled: readonly KnownFacts[];
  /** Costs of its imports: of several of one module, the last one counts. */
  readonly imports: readonly ImportCost[];
  /** Only asked where there is an import to tell of. */
  readonly parsed: () => ParsedCode;
  readonly estimate: (facts: KnownFacts) => KnownEstimate;
}

/** A handler's name calculated, or an import's line explained. */
export function codeHover(code: HoveredCode, position: Position, context: HoverContext): Hover | undefined {
  const { file, text, handled, imports, estimate } = code;
  const lineText = text.split("\n")[position.line] ?? "";
  const here = handled.flatMap((facts) => {
    const name = facts.fn.handlerFunction ?? "";
    if (handlerLine(file, text, name) !== position.line) return [];
    const range = nameIn(lineText, position.line, name);
    return isWithin(range, position) ? [{ facts, range }] : [];
  });
  const functions = here.map(({ facts }): HoveredFunction => {
    return { ...estimate(facts), imports: facts.imports, unknown: [] };
  });
  const value = functionsHover(`Handler of ${functions.length} functions`, functions, context);
  if (value !== undefined && here[0]) return { range: here[0].range, contents: { kind: "markdown", value } };
  if (imports.length === 0) return undefined;
  const found = importsOf(code.parsed()).find(
    ({ range: { start, end } }) => start.line <= position.line && position.line <= end.line,
  );
  const cost = found && imports.findLast(({ specifier }) => specifier === found.specifier);
  if (!cost) return undefined;
  const owner = handled.find((facts) => facts.imports.includes(cost));
  const importText = importHover(cost, owner && estimate(owner).estimate);
  return { range: found.range, contents: { kind: "markdown", value: importText } };
}

/** Where a handler's name stands in the line that defines it; what has none there stands on the whole of the line. */
function nameIn(text: string, line: number, name: string): Range {
  const at = name === "" ? -1 : text.search(new RegExp(`(?<![\\w$])${name.replace(/\W/g, "\\$&")}(?![\\w$])`));
  const [from, length] = at < 0 ? [text.search(/\S|$/), text.trim().length] : [at, name.length];
  return { start: { line, character: from }, end: { line, character: from + length } };
}

function isWithin({ start, end }: Range, { character }: Position): boolean {
  return start.character <= character && character <= end.character;
}
