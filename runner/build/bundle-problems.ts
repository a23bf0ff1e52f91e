import { resolve } from "node:path";
import type { Message } from "esbuild";
import type { LambdaFunction } from "../model/function.ts";
import { startOfFile, type Problem, type Severity } from "../model/problem.ts";

/** esbuild's messages as problems, those without a place standing at the function in its template. */
export function bundleProblems(
  messages: readonly Message[],
  severity: Severity,
  fn: Pick<LambdaFunction, "logicalId" | "template" | "range">,
  codeFolder: string,
): Problem[] {
  return messages.map((message) => ({
    code: severity === "error" ? "build-error" : "build-warning",
    severity,
    message: message.text,
    hint: hint(message),
    logicalId: fn.logicalId,
    ...(message.location ? place(message.location, codeFolder) : { file: fn.template, range: fn.range }),
  }));
}

/** The message of a failed build: the first errors with their places, the count of the others, the next step. */
export function bundleFailureMessage(fn: Pick<LambdaFunction, "name">, problems: readonly Problem[]): string {
  const lines = problems.slice(0, shown).map(({ file, range: { start }, message }) => {
    return `  ${file}:${start.line + 1}:${start.character + 1}: ${message}`;
  });
  const rest = problems.length - lines.length;
  const count = problems.length === 1 ? "1 error" : `${problems.length} errors`;
  const advices = new Set(problems.map(({ message }) => advice(message)));
  const [only] = advices.size === 1 ? advices : [];
  return [
    `The build of ${fn.name} failed with ${count}:`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
    only === undefined ? "Correct the code and invoke again." : `${only} Then invoke again.`,
  ].join("\n");
}

const shown = 3;

function place(location: NonNullable<Message["location"]>, codeFolder: string): Pick<Problem, "file" | "range"> {
  const file = resolve(codeFolder, location.file);
  if (location.line < 1) return { file, range: startOfFile };
  const line = location.line - 1;
  // esbuild counts bytes of UTF-8, positions count UTF-16 units.
  const bytes = Buffer.from(location.lineText);
  const character = (end: number) => bytes.subarray(0, end).toString().length;
  return {
    file,
    range: {
      start: { line, character: character(location.column) },
      end: { line, character: character(location.column + location.length) },
    },
  };
}

function hint(message: Message): string {
  return advice(message.text) ?? message.notes[0]?.text ?? "Correct the code and save.";
}

/** The next step for errors whose cause is around the code, not in it. */
function advice(text: string): string | undefined {
  const unresolved = /^Could not resolve "([^".][^"]*)"/.exec(text)?.[1];
  if (unresolved !== undefined) {
    return `Install ${unresolved}, or list it in BuildProperties.External when a layer brings it.`;
  }
  if (!/^Top-level await .*"cjs"/.test(text)) return undefined;
  return (
    'Make the function an ES module: name the handler\'s source .mts, set "type": "module" in package.json, ' +
    "or set Format: esm in the BuildProperties of its Metadata."
  );
}
