/** Says whether a comment silences a rule on a line. */
export interface Suppressions {
  /** @param line zero-based: where the finding begins */
  isSuppressed(code: string, line: number): boolean;
}

/**
 * Reads the comments `pilotlight-ignore <code>` (several with commas between them, a reason after them) of a text, begun
 * by `#` or `//`. Behind something it counts for its own line; on a line of its own for the next one that is no comment.
 */
export function suppressionsIn(text: string): Suppressions {
  const codes = new Map<number, Set<string>>();
  if (text.includes("pilotlight-ignore")) {
    const lines = text.split("\n");
    for (const [line, content] of lines.entries()) {
      const match = comment.exec(content);
      if (match === null) continue;
      const isAlone = content.slice(0, match.index).trim() === "";
      const target = isAlone ? nextLine(lines, line + 1) : line;
      const silenced = codes.get(target) ?? new Set();
      for (const code of (match[1] ?? "").split(",")) silenced.add(code.trim());
      codes.set(target, silenced);
    }
  }
  return { isSuppressed: (code, line) => codes.get(line)?.has(code) ?? false };
}

const comment = /(?:#|\/\/)[ \t]*pilotlight-ignore[ \t]+([a-z0-9-]+(?:[ \t]*,[ \t]*[a-z0-9-]+)*)/;

function nextLine(lines: readonly string[], from: number): number {
  const next = lines.findIndex((content, line) => line >= from && !/^\s*(?:#|\/\/|$)/.test(content));
  return next < 0 ? lines.length : next;
}
