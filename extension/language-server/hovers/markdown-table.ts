/**
 * A table as editors show it. Without other words, its head has none: the first column says what each row is, the second
 * how much. VS Code leaves no room between columns, so what has others beside it brings its own.
 */
export function markdownTable(rows: readonly (readonly string[])[], head: readonly string[] = ["", "", ""]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const aligned = head.map((_, index) => (index === 1 ? "--:" : ":--"));
  const apart = (cells: readonly string[]): string[] =>
    cells.map((cell, index) => (cell === "" || index === 0 || index === cells.length - 1 ? cell : `${cell}${room}`));
  return [line(apart(head)), line(aligned), ...rows.map((row) => line(apart(row)))].join("\n");
}

/** As entities: spaces themselves are taken off a cell's end. */
const room = "&nbsp;&nbsp;";

/** Text of any origin as it is, in one line: nothing in it is markup, nor ends a table's cell. */
export function escaped(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~&]/g, String.raw`\$&`);
}
