/** A line of a debugged function's output, and which code wrote it. */
export interface MarkedLine {
  readonly text: string;
  /** As frames of its language's stack traces, the innermost first; undefined where nobody knows. */
  readonly frames: string | undefined;
}

/** Takes the marks out of a line that `container/gate/log-places.cjs` and its like have put into it. The first of them counts. */
export function markedLine(line: string): MarkedLine {
  // Nearly all lines of nearly all functions.
  if (!line.includes(beginning)) return { text: line, frames: undefined };
  const frames = mark.exec(line)?.[1];
  return { text: line.replaceAll(marks, ""), frames };
}

const separator = "\u001e";
const beginning = `${separator}pilotlight from `;
const mark = new RegExp(`${beginning}([^${separator}]*)${separator}`);
const marks = new RegExp(mark, "g");
