import type { SyntaxNode } from "@lezer/common";
import { importStatements } from "./import-statements.ts";
import { childrenOf } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** What an expression names of a module: `new AWS.S3()` calls `["S3"]` of `aws-sdk`. */
export interface ImportedMember {
  readonly specifier: string;
  /** Empty for the module itself and for its default export. */
  readonly path: readonly string[];
  /** The name in this file, by which the expression begins. */
  readonly local: string;
  /** The import runs while the file is loaded. */
  readonly isAtInit: boolean;
}

/** The member of a module that an expression such as `a.b.c` names, if what it begins with is imported. */
export function importedMember(parsed: ParsedCode, expression: SyntaxNode): ImportedMember | undefined {
  const names = dottedNames(parsed, expression);
  const [local, ...rest] = names ?? [];
  if (local === undefined) return undefined;
  for (const { specifier, names: imported, isAtInit } of importStatements(parsed)) {
    const match = imported.find((each) => each.local === local);
    if (match === undefined) continue;
    const isWhole = match.imported === "*" || match.imported === "default";
    const path = isWhole ? rest : [match.imported, ...rest];
    // `import mysql.connector` gives the name `mysql`.
    const inside = specifier.startsWith(`${local}.`) && isWhole ? specifier.slice(local.length + 1).split(".") : [];
    if (!inside.every((name, index) => rest[index] === name)) continue;
    return { specifier, path: path.slice(inside.length), local, isAtInit };
  }
  return undefined;
}

/** The names of `a.b.c`; undefined for every other expression. */
export function dottedNames(parsed: ParsedCode, expression: SyntaxNode): string[] | undefined {
  if (expression.name === "VariableName") return [textOf(parsed, expression)];
  if (expression.name !== "MemberExpression") return undefined;
  const [object, dot, property, more] = childrenOf(expression);
  if (object === undefined || dot?.name !== "." || property?.name !== "PropertyName" || more !== undefined) {
    return undefined;
  }
  const before = dottedNames(parsed, object);
  return before === undefined ? undefined : [...before, textOf(parsed, property)];
}
