/**
 * Whether a Python module, read as text, may have a name at its top level. False only when nothing in it could: no
 * `def`, assignment or import of that name, and nothing that can't be followed by reading (`import *`, `globals()`).
 */
export function mayDefine(source: string, name: string): boolean {
  const text = joinBrackets(withoutDocstrings(source));
  const word = name.replace(/\W/g, "\\$&");
  const statement = new RegExp(
    [
      `^(?:async\\s+)?def\\s+${word}\\b`,
      `^class\\s+${word}\\b`,
      `^(?:[\\w.,\\s*()[\\]]*[,(*=\\s])?${word}\\s*(?:,[^=]*|\\)[^=]*)?(?::[^=]*)?=(?!=)`,
      `^(?:[\\w.]+\\s*=\\s*)+${word}\\s*=(?!=)`,
      `^(?:from\\s+\\S+\\s+)?import\\b.*\\b${word}\\b`,
      `^global\\s+.*\\b${word}\\b`,
    ].join("|"),
  );
  let block = "";
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === "" || trimmed.startsWith("#")) continue;
    if (/^from\s+\S+\s+import\s+\(?\s*\*|\bglobals\(\)|\bsetattr\(\s*sys\.modules/.test(trimmed)) return true;
    if (/^def\s+__getattr__\b/.test(line)) return true;
    const isTopLevel = line === line.trimStart();
    if (isTopLevel) block = /^\w+/.exec(line)?.[0] ?? "";
    if (
      (isTopLevel || transparentBlocks.has(block)) &&
      trimmed.split(";").some((part) => statement.test(part.trim()))
    ) {
      return true;
    }
  }
  return false;
}

/** Statements whose indented bodies still define names of the module. */
const transparentBlocks: ReadonlySet<string> = new Set([
  "if",
  "elif",
  "else",
  "try",
  "except",
  "finally",
  "with",
  "for",
  "while",
  "match",
]);

function withoutDocstrings(source: string): string {
  return source.replace(/^\uFEFF/, "").replace(/("""|''')[^]*?\1/g, '""');
}

/** Puts `from x import (\n a,\n b\n)` and continued lines on one line. */
function joinBrackets(text: string): string {
  return text.replace(/\\\r?\n/g, " ").replace(/\bimport\s*\(([^)]*)\)/g, (_match, names: string) => {
    return `import ${names.replace(/#[^\n]*/g, "").replace(/\s+/g, " ")}`;
  });
}
