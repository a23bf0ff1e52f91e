/** A piece of a template's text that is a YAML document of its own: whole lines, indented as they are. */
export interface TemplatePart {
  readonly text: string;
  /** Zero-based line of the template on which it begins. */
  readonly line: number;
}

export interface TemplateParts {
  /** What stands before `Resources`. */
  readonly head: TemplatePart;
  /** Zero-based line of the key `Resources`. */
  readonly resourcesLine: number;
  /** One entry each, in the order of the text. */
  readonly resources: readonly TemplatePart[];
  /** What stands after the last resource. */
  readonly tail: TemplatePart;
}

const resourcesKey = /^(?:Resources|"Resources"|'Resources')[ \t]*:[ \t]*(?:#.*)?\r?$/;

/**
 * Cuts a template into parts that can be read one by one, so that a key press makes one of five hundred resources be
 * read anew. Undefined for what is not laid out like that: JSON, several documents, tabs, resources in braces.
 *
 * In block style nothing that belongs to an entry is indented as little as its key, comments and empty lines aside; a
 * text in which it is can't be read as a whole, either.
 */
export function templateParts(text: string): TemplateParts | undefined {
  const lines = text.split("\n");
  const resourcesLine = lines.findIndex((line) => resourcesKey.test(line));
  if (resourcesLine < 0 || hasSeveralDocuments(lines)) return undefined;
  let indent = 0;
  let end = resourcesLine + 1;
  const starts: number[] = [];
  for (; end < lines.length; end++) {
    const line = lines[end] ?? "";
    const [, spaces = "", first = ""] = /^( *)(.?)/.exec(line) ?? [];
    if (first === "" || first === "\r" || first === "#") continue;
    if (spaces === "") break;
    if (first === "\t") return undefined;
    if (indent === 0) indent = spaces.length;
    if (spaces.length < indent) return undefined;
    if (spaces.length === indent) starts.push(end);
  }
  if (starts.length === 0) return undefined;
  const part = (from: number, to: number): TemplatePart => ({
    text: `${lines.slice(from, to).join("\n")}\n`,
    line: from,
  });
  return {
    head: part(0, resourcesLine),
    resourcesLine,
    resources: starts.map((start, index) => part(start, starts[index + 1] ?? end)),
    tail: part(end, lines.length),
  };
}

/** A marker in front of everything is the only one that leaves the text a single document. */
function hasSeveralDocuments(lines: readonly string[]): boolean {
  const marks = lines.flatMap((line, index) => (/^(---|\.\.\.)(\s|$)/.test(line) ? [index] : []));
  const [first] = marks;
  if (first === undefined) return false;
  return marks.length > 1 || lines.slice(0, first).some((line) => !/^\s*(#|$)/.test(line));
}
