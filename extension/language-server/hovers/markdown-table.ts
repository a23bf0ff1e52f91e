/** A table as editors show it. Its head has no words: the first column says what each row is, the second how much. */
export function markdownTable(rows: readonly (readonly string[])[], head: readonly string[] = ["", "", ""]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const [first = "", ...others] = head.map((_, index) => (index === 0 ? ":--" : index === 1 ? "--:" : ":--"));
  return [line(head), line([first, ...others]), ...rows.map(line)].join("\n");
}

/** Text of any origin as it is, in one line: nothing in it is markup, nor ends a table's cell. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);
}
