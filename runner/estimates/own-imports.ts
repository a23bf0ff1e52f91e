/** One import of a module's own text. */
export interface OwnImport {
  readonly specifier: string;
  /** A module that imports the same, no more, and is not done without it by a bundler. */
  readonly module: string;
}

/**
 * The imports that run when a module is loaded, in their order: statements, and calls of `require` or awaited imports on
 * the top level. Not those in functions, nor in blocks, which may never run.
 *
 * @param printed a JavaScript module as esbuild prints it: a statement begins in the first column, and nothing else does
 */
export function ownImports(printed: string): OwnImport[] {
  const statements = [...printed.matchAll(statement)].map(({ 0: text, index, groups }) => ({
    index,
    specifier: textOf(groups?.["literal"]),
    module: [text, ...exported(text, groups?.["clause"])].join("\n"),
  }));
  const calls = [...printed.matchAll(topLine)].flatMap(({ 0: line, index }) =>
    [...line.matchAll(call)]
      .filter((found) => !/=>|\bfunction\b/.test(line.slice(0, found.index)))
      .map((found) => {
        const { callee = "", literal = "" } = found.groups ?? {};
        return { index: index + found.index, specifier: textOf(literal), module: `${callee}(${literal});` };
      }),
  );
  return [...statements, ...calls]
    .sort((a, b) => a.index - b.index)
    .map(({ specifier, module }) => ({ specifier, module }));
}

const literal = String.raw`(?<literal>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`;
/** A clause with the name of an export that is a text has quotes in it: too rare to read. */
const statement = new RegExp(
  String.raw`^(?:import|export)\s*(?:(?<clause>[^"'();=]*?)\s*from\s*)?${literal}(?: with \{[^}]*\})?;$`,
  "gm",
);
/** A function or class, whose body follows in lines of their own. */
const topLine = /^(?!\s|function\b|async function\b|class\b).*$/gm;
const call = new RegExp(String.raw`(?<![.\w$])(?<callee>require|await import)\(${literal}\)`, "g");

/** Uses the names of an import, so that a bundler keeps what they stand for and drops the rest, as for their user. */
function exported(text: string, clause = ""): string[] {
  if (!text.startsWith("import")) return [];
  const names = clause
    .replace(/[{}]/g, ",")
    .split(",")
    .map((part) => part.trim().split(/\s+/).at(-1) ?? "")
    .filter((name) => name !== "");
  // Not under their own names, among which `default` may not be twice.
  return names.length === 0 ? [] : [`export { ${names.map((name, index) => `${name} as _${index}`).join(", ")} };`];
}

/** JavaScript's texts are JSON's but for their quotes and a few escapes, which no specifier has. */
function textOf(quoted = ""): string {
  const inner = quoted.slice(1, -1);
  return inner.includes("\\") ? inner.replace(/\\(.)/g, "$1") : inner;
}
