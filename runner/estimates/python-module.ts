/** What a Python module does while it is loaded, as far as its text tells. */
export interface PythonModule {
  readonly imports: readonly PythonImport[];
  /** Whether it makes a client of AWS: boto3 reads the description of a service then. */
  readonly makesAwsClient: boolean;
}

export interface PythonImport {
  /** `a.b` of `import a.b` and of `from a.b import c`; empty for `from . import c`. */
  readonly module: string;
  /** What is taken from it, each of which may be a module, too; none of `*`. */
  readonly names: readonly string[];
  /** Dots before it: none for an absolute import, one for the module's own package. */
  readonly level: number;
}

/**
 * Reads what runs at import: the top level with its branches, and bodies of classes. Not functions, what is for type
 * checkers or for running as a program, nor what stands in for an import that failed.
 */
export function pythonModule(text: string): PythonModule {
  const lines = linesAtImport(text);
  return {
    imports: lines.flatMap(importsIn),
    makesAwsClient: lines.some((line) =>
      /\bboto3\s*\.(?:.*\.)?\s*(?:client|resource)\s*\(|\bSession\(.*\)\.(?:client|resource)\(/.test(line),
    ),
  };
}

function linesAtImport(text: string): string[] {
  const lines: string[] = [];
  /** Indentation of the block that is left out. */
  let leftOut: number | undefined;
  for (const line of logicalLines(text)) {
    const indentation = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (leftOut !== undefined && indentation > leftOut) continue;
    const statement = line.trim();
    leftOut = runsLater.test(statement) ? indentation : undefined;
    if (leftOut === undefined) lines.push(...statement.replace(/^(?:try|else|finally)\s*:\s*/, "").split(/\s*;\s*/));
  }
  return lines;
}

const runsLater = /^(?:async\s+)?def\b|^if\s+(?:\w+\.)?TYPE_CHECKING\b|^if\s+__name__\b|^except\b/;

/** Lines as Python joins them, without comments and texts: neither can be told from code by what is in it. */
function logicalLines(text: string): string[] {
  const plain = text.replace(token, (found) => (found.startsWith("#") ? "" : /^\\/.test(found) ? " " : '""'));
  const lines: string[] = [];
  let open = 0;
  let joined = "";
  for (const line of plain.split(/\r?\n/)) {
    joined = open > 0 ? `${joined} ${line.trim()}` : line;
    for (const character of line) open += "([{".includes(character) ? 1 : ")]}".includes(character) ? -1 : 0;
    open = Math.max(0, open);
    if (open === 0 && joined.trim() !== "") lines.push(joined);
  }
  return lines;
}

const token = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|#[^\n]*|\\\r?\n/g;

function importsIn(line: string): PythonImport[] {
  const [, plain] = /^import\s+(.+)$/.exec(line) ?? [];
  if (plain !== undefined) {
    const modules = plain.split(",").map(withoutAlias).filter(isName);
    return modules.map((module) => ({ module, names: [], level: 0 }));
  }
  const [, dots = "", module = "", names = ""] = /^from\s+(\.*)\s*([\w.]*)\s+import\s+(.+)$/.exec(line) ?? [];
  if (dots === "" && module === "") return [];
  return [
    { module, names: names.replace(/[()]/g, "").split(",").map(withoutAlias).filter(isName), level: dots.length },
  ];
}

function withoutAlias(part: string): string {
  return part.trim().split(/\s+/)[0] ?? "";
}

function isName(text: string): boolean {
  return /^[^\W\d][\w.]*$/.test(text);
}
