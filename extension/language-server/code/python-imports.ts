import type { SyntaxNode } from "@lezer/common";
import { indexOf } from "./code-index.ts";
import type { ImportedName, ImportStatement } from "./import-statements.ts";
import { ancestorOf, childrenOf, isFunction } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** `import a.b as c, d` and `from a import b` of Python, without what only type checkers read. */
export function pythonImports(parsed: ParsedCode): ImportStatement[] {
  return indexOf(parsed)
    .nodes("ImportStatement")
    .flatMap((statement) => {
      const condition = ancestorOf(statement, ({ name }) => name === "IfStatement");
      if (condition !== undefined && /^(?:el)?if\b[^:]*\bTYPE_CHECKING\b/.test(textOf(parsed, condition))) return [];
      const isAtInit = ancestorOf(statement, isFunction) === undefined;
      const children = childrenOf(statement);
      const modules = children[0]?.name === "from" ? fromImport(parsed, children) : plainImports(parsed, children);
      return modules.map((each) => ({ ...each, statement, form: "python" as const, isAtInit }));
    });
}

type Module = Pick<ImportStatement, "specifier" | "from" | "to" | "names">;

function fromImport(parsed: ParsedCode, children: readonly SyntaxNode[]): Module[] {
  const keyword = children.findIndex(({ name }) => name === "import");
  const parts = children.slice(1, keyword < 0 ? children.length : keyword);
  const module = moduleOf(parsed, parts);
  if (module === undefined) return [];
  const names: ImportedName[] =
    keyword < 0
      ? []
      : itemsOf(children.slice(keyword + 1)).flatMap((item) => {
          const [first] = item;
          if (first === undefined) return [];
          const imported = textOf(parsed, first);
          return imported === "*" ? [] : [{ imported, local: aliasOf(parsed, item) ?? imported }];
        });
  return [{ ...module, names }];
}

function plainImports(parsed: ParsedCode, children: readonly SyntaxNode[]): Module[] {
  return itemsOf(children.slice(1)).flatMap((item) => {
    const as = item.findIndex(({ name }) => name === "as");
    const module = moduleOf(parsed, as < 0 ? item : item.slice(0, as));
    if (module === undefined) return [];
    const alias = aliasOf(parsed, item);
    // `import a.b` gives the name `a`, by which `a.b` is reached.
    const root = module.specifier.split(".")[0] ?? module.specifier;
    return [{ ...module, names: [{ imported: "*", local: alias ?? root }] }];
  });
}

/** What stands between commas, without brackets. */
function itemsOf(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ",") items.push([]);
    else if (node.name !== "(" && node.name !== ")" && node.name !== "Comment") items.at(-1)?.push(node);
  }
  return items.filter(({ length }) => length > 0);
}

function moduleOf(parsed: ParsedCode, parts: readonly SyntaxNode[]): Omit<Module, "names"> | undefined {
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const text = parsed.text.slice(first.from, last.to);
  const specifier = text.replace(/\s+/g, "");
  return /^(?:\.+|\.*\w+(?:\.\w+)*)$/.test(specifier) ? { specifier, from: first.from, to: last.to } : undefined;
}

function aliasOf(parsed: ParsedCode, item: readonly SyntaxNode[]): string | undefined {
  const as = item.findIndex(({ name }) => name === "as");
  const alias = as < 0 ? undefined : item[as + 1];
  return alias === undefined ? undefined : textOf(parsed, alias);
}
