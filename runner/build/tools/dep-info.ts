/** The files that a compiler's dependency file (`target: file file`, as make reads it) names after the colon. */
export function parseDepInfo(text: string): string[] {
  const [first = ""] = text.split("\n", 1);
  const start = first.indexOf(": ");
  if (start < 0) return [];
  // Spaces within a path are escaped.
  return first
    .slice(start + 2)
    .split(/(?<!\\) +/)
    .filter((path) => path !== "")
    .map((path) => path.replaceAll("\\ ", " "));
}
