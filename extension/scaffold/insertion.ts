/** Text to put in front of the character at `offset`. */
export interface Insertion {
  readonly offset: number;
  readonly text: string;
}

/** Those at the same offset come in the order given. What they bring ends its lines as the text does. */
export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  let result = "";
  let done = 0;
  for (const { offset, text: inserted } of [...insertions].sort((a, b) => a.offset - b.offset)) {
    result += text.slice(done, offset) + inserted.replaceAll("\n", lineEnd);
    done = offset;
  }
  return result + text.slice(done);
}
