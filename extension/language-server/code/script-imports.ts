import type { SyntaxNode } from "@lezer/common";
import { indexOf } from "./code-index.ts";
import type { ImportedName, ImportStatement } from "./import-statements.ts";
import { ancestorOf, childrenOf, isFunction, nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** `import`, `export … from` and `require` of JavaScript and TypeScript, without what only types come from. */
export function scriptImports(parsed: ParsedCode): ImportStatement[] {
  const found: ImportStatement[] = [];
  for (const node of indexOf(parsed).nodes("ImportDeclaration", "ExportDeclaration", "CallExpression")) {
    const made = node.name === "CallExpression" ? requireCall(parsed, node) : declaration(parsed, node);
    if (made !== undefined) found.push(made);
  }
  return found;
}

function declaration(parsed: ParsedCode, node: SyntaxNode): ImportStatement | undefined {
  const children = childrenOf(node);
  const source = children.find(({ name }) => name === "String");
  // `import type { A } from "a"`.
  if (source === undefined || children[1]?.name === "type") return undefined;
  if (node.name === "ExportDeclaration") {
    // `export const a = "b"` has its string further down.
    return { ...place(parsed, source), statement: node, form: "export", names: [], isAtInit: true };
  }
  const names: ImportedName[] = [];
  let isWithoutValues = false;
  for (const child of children) {
    if (child.name === "VariableDefinition") {
      const isNamespace = child.prevSibling?.name === "as";
      names.push({ imported: isNamespace ? "*" : "default", local: textOf(parsed, child) });
    } else if (child.name === "ImportGroup") {
      const inGroup = groupNames(parsed, child);
      isWithoutValues = inGroup.length === 0 && nodesIn(child, "type").length > 0;
      names.push(...inGroup);
    }
  }
  if (isWithoutValues && names.length === 0) return undefined;
  return { ...place(parsed, source), statement: node, form: "import", names, isAtInit: true };
}

function groupNames(parsed: ParsedCode, group: SyntaxNode): ImportedName[] {
  return group.getChildren("VariableDefinition").flatMap((definition) => {
    const local = textOf(parsed, definition);
    let before = definition.prevSibling;
    let imported = local;
    if (before?.name === "as") {
      const original = before.prevSibling;
      imported = original === null ? local : textOf(parsed, original).replace(/^["']|["']$/g, "");
      before = original?.prevSibling ?? null;
    }
    return before?.name === "type" ? [] : [{ imported, local }];
  });
}

function requireCall(parsed: ParsedCode, call: SyntaxNode): ImportStatement | undefined {
  const [callee, args] = childrenOf(call);
  if (callee?.name !== "VariableName" || args?.name !== "ArgList" || textOf(parsed, callee) !== "require") {
    return undefined;
  }
  const [, source, end] = childrenOf(args);
  if (source?.name !== "String" || end?.name !== ")") return undefined;
  const statement = ancestorOf(call, ({ name }) => statements.has(name)) ?? call;
  const isAtInit = ancestorOf(call, isFunction) === undefined;
  return { ...place(parsed, source), statement, form: "require", names: requiredNames(parsed, call), isAtInit };
}

/** `const a = require("a")`, `const { a, b: c } = require("a")`, `const a = require("a").b`. */
function requiredNames(parsed: ParsedCode, call: SyntaxNode): ImportedName[] {
  const member = call.parent?.name === "MemberExpression" ? call.parent : undefined;
  const property = member?.lastChild?.name === "PropertyName" ? textOf(parsed, member.lastChild) : undefined;
  if (member !== undefined && property === undefined) return [];
  const value = member ?? call;
  if (value.parent?.name !== "VariableDeclaration" || value.prevSibling?.name !== "Equals") return [];
  let target = value.prevSibling.prevSibling;
  if (target?.name === "TypeAnnotation") target = target.prevSibling;
  if (target?.name === "VariableDefinition") return [{ imported: property ?? "*", local: textOf(parsed, target) }];
  if (target?.name !== "ObjectPattern" || property !== undefined) return [];
  return target.getChildren("PatternProperty").flatMap((each) => {
    const definition = each.getChild("VariableDefinition");
    if (definition === null) return [];
    const key = each.getChild("PropertyName") ?? definition;
    return [{ imported: textOf(parsed, key), local: textOf(parsed, definition) }];
  });
}

function place(parsed: ParsedCode, source: SyntaxNode): Pick<ImportStatement, "specifier" | "from" | "to"> {
  const from = Math.min(source.from + 1, source.to);
  const to = Math.max(from, source.to - 1);
  return { specifier: parsed.text.slice(from, to), from, to };
}

const statements = new Set(["VariableDeclaration", "ExpressionStatement", "ExportDeclaration", "ReturnStatement"]);
