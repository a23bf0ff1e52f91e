import type { CodeLens, Command, Range } from "vscode-languageserver";
import { handlerLine } from "../../runner/model/handler-line.ts";

/** A function as lenses tell of it. */
export interface LensFunction {
  readonly name: string;
  /** Its workspace folder, where it is known. */
  readonly folder: string | undefined;
  /** What is known of it, in a line. */
  readonly figures: string;
}

export interface HandledFunction extends LensFunction {
  /** Name of the function or method; empty where its program tells. */
  readonly handlerFunction: string;
}

/** A lens has no hover of its own, only this. */
const figuresTooltip =
  "Cold start: the init phase on AWS. Memory: the highest of the runs here. Cost: on AWS, without the free tier. ~ is an estimate. Rest the pointer on the name below for the whole calculation.";

/** More functions than this on one line would make it longer than a screen is wide. */
export const mostOnOneLine = 2;

/**
 * The lenses above the handlers of a file: invoke, debug, and the figures. Always the same number for the same handlers,
 * whatever is known of them, so that no line of code moves while figures change.
 *
 * @param text of the file as it is in the editor: lenses stand where the handlers are now
 */
export function handlerLenses(file: string, text: string, functions: readonly HandledFunction[]): CodeLens[] {
  const lines = Map.groupBy(functions, ({ handlerFunction }) => handlerLine(file, text, handlerFunction));
  return [...lines].flatMap(([line, shown]) => (line === undefined ? [] : lensesAt(line, shown)));
}

/** The lenses of functions that share a line. */
export function lensesAt(line: number, shown: readonly LensFunction[]): CodeLens[] {
  const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
  const commands = shown.length > mostOnOneLine ? commandsOfMany(shown) : shown.flatMap(commandsOf);
  return commands.map((command) => ({ range, command }));
}

function commandsOf(
  { folder, name, figures }: LensFunction,
  _index: number,
  shown: readonly LensFunction[],
): Command[] {
  const target = { functionName: name, ...(folder === undefined ? {} : { folder }) };
  const prefix = shown.length > 1 ? `${name}: ` : "";
  return [
    { title: `${prefix}invoke`, command: "pilotlight.invoke", arguments: [target] },
    { title: "debug", command: "pilotlight.debug", arguments: [target] },
    // No command: text that is read, not clicked.
    { title: figures, tooltip: figuresTooltip, command: "" },
  ];
}

/** Without a name, commands ask which one, those of the file first. */
function commandsOfMany(shown: readonly LensFunction[]): Command[] {
  return [
    { title: "invoke…", command: "pilotlight.invoke" },
    { title: "debug…", command: "pilotlight.debug" },
    { title: `handler of ${shown.length} functions`, command: "" },
  ];
}
