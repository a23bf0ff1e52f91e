/** A line of a requirements file that asks for a package. */
export interface Requirement {
  /** Normalized as PyPI does; undefined for a path, an address or another requirements file. */
  readonly name: string | undefined;
  /** Of `name==1.2.3`. */
  readonly version: string | undefined;
  /** From 1. */
  readonly line: number;
}

/** @see https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function parseRequirements(text: string): Requirement[] {
  return logicalLines(text).flatMap(({ text: content, line }) => {
    const isOption = /^-/.test(content) && !/^(-r|--requirement|-e|--editable)\b/.test(content);
    if (content === "" || isOption) return [];
    const [, name, version] = named.exec(content) ?? [];
    return [{ name: name === undefined ? undefined : normalizedName(name), version, line }];
  });
}

/** The other files that a requirements file names with `-r` and `-c`, as written. */
export function includedFiles(text: string): string[] {
  return logicalLines(text).flatMap(({ text: content }) => {
    const file = /^(?:-r|--requirement|-c|--constraint)[\s=]*(\S+)$/.exec(content)?.[1];
    return file === undefined ? [] : [file];
  });
}

/** The lines that say something, without their comments, continued lines as one. */
export function requirementLines(text: string): string[] {
  return logicalLines(text).flatMap(({ text: content }) => (content === "" ? [] : [content]));
}

/** `Foo.Bar_baz` and `foo-bar-baz` are one package. */
export function normalizedName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

const named = /^([A-Za-z0-9][\w.-]*)(?:\s*\[[^\]]*\])?(?:\s*==\s*([\w.!+-]+))?(?=\s*(?:[<>=!~;@(]|--|$))/;

function logicalLines(text: string): { text: string; line: number }[] {
  const found: { text: string; line: number }[] = [];
  let isContinued = false;
  for (const [index, raw] of text.replaceAll("\r", "").split("\n").entries()) {
    const part = raw
      .replace(/(^|\s)#.*$/, "")
      .replace(/\\$/, "")
      .trim();
    const last = found.at(-1);
    if (isContinued && last) last.text = `${last.text} ${part}`.trim();
    else found.push({ text: part, line: index + 1 });
    isContinued = raw.endsWith("\\");
  }
  return found;
}
