import type { Range } from "../../../runner/model/problem.ts";

/** The offset at which each line begins. Lines end as editors end them: by `\n`, `\r\n` or a lone `\r`. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** The range between two offsets. */
export function rangeIn({ lineStarts }: { readonly lineStarts: readonly number[] }, from: number, to: number): Range {
  const position = (offset: number): Range["start"] => {
    const line = lineAt(lineStarts, offset);
    return { line, character: offset - (lineStarts[line] ?? 0) };
  };
  return { start: position(from), end: position(to) };
}

/** The zero-based line that an offset is on. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
