import type { CodeLens, Command, Range } from "vscode-languageserver";
import type { FunctionEstimate } from "../../runner/model/estimate/function-estimate.ts";
import { handlerLine } from "../../runner/model/handler-line.ts";
import { figuresText } from "./figures-text.ts";
import type { KnownFunction } from "./protocol.ts";

/** A function as it stands beside its code. */
export interface ShownFunction {
  readonly folder: string;
  readonly fn: KnownFunction;
  readonly estimate: FunctionEstimate;
}

/** More functions than this on one line would make it longer than a screen is wide. */
const mostOnOneLine = 2;

/**
 * The lenses above the handlers of a file: invoke, debug, and the figures. Always the same number for the same handlers,
 * whatever is known of them, so that no line of code moves while figures change.
 *
 * @param text of the file as it is in the editor: lenses stand where the handlers are now
 */
export function handlerLenses(file: string, text: string, functions: readonly ShownFunction[]): CodeLens[] {
  const lines = Map.groupBy(functions, ({ fn }) => handlerLine(file, text, fn.handlerFunction ?? ""));
  return [...lines].flatMap(([line, shown]) => (line === undefined ? [] : lensesAt(line, shown)));
}

/** The lenses of functions that share a line. */
export function lensesAt(line: number, shown: readonly ShownFunction[]): CodeLens[] {
  const range: Range = { start: { line, character: 0 }, end: { line, character: 0 } };
  const commands = shown.length > mostOnOneLine ? commandsOfMany(shown) : shown.flatMap(commandsOf);
  return commands.map((command) => ({ range, command }));
}

function commandsOf(
  { folder, fn, estimate }: ShownFunction,
  _index: number,
  shown: readonly ShownFunction[],
): Command[] {
  const target = { functionName: fn.name, folder };
  const name = shown.length > 1 ? `${fn.name}: ` : "";
  return [
    { title: `${name}invoke`, command: "pilotlight.invoke", arguments: [target] },
    { title: "debug", command: "pilotlight.debug", arguments: [target] },
    // No command: text that is read, not clicked.
    { title: figuresText(estimate, fn.memoryMb), command: "" },
  ];
}

/** Without a name, commands ask which one, those of the file first. */
function commandsOfMany(shown: readonly ShownFunction[]): Command[] {
  return [
    { title: "invoke…", command: "pilotlight.invoke" },
    { title: "debug…", command: "pilotlight.debug" },
    { title: `handler of ${shown.length} functions`, command: "" },
  ];
}
