import type { SyntaxNode } from "@lezer/common";
import { childrenOf, isFunction } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/**
 * The functions that run when a file's handlers are called: those of the given names and those they wrap, as
 * `middy(base).use(…)` does. None for what is made elsewhere.
 */
export function handlerFunctions(parsed: ParsedCode, names: readonly string[]): SyntaxNode[] {
  const top = parsed.language === "python" ? pythonNames(parsed) : scriptNames(parsed);
  const found = names.flatMap((name) => {
    const value = top.exported.get(name) ?? top.declared.get(name);
    return value === undefined ? [] : functionsOf(parsed, value, top.declared, new Set());
  });
  return found.filter((node, index) => found.findIndex(({ from }) => from === node.from) === index);
}

interface TopLevel {
  readonly declared: Map<string, SyntaxNode>;
  readonly exported: Map<string, SyntaxNode>;
}

function functionsOf(
  parsed: ParsedCode,
  value: SyntaxNode,
  declared: ReadonlyMap<string, SyntaxNode>,
  seen: Set<number>,
): SyntaxNode[] {
  if (isFunction(value)) return [value];
  const inside = (nodes: readonly (SyntaxNode | null | undefined)[]): SyntaxNode[] =>
    nodes.flatMap((node) => (node ? functionsOf(parsed, node, declared, seen) : []));
  switch (value.name) {
    case "VariableName": {
      const target = declared.get(textOf(parsed, value));
      if (target === undefined || seen.has(target.from)) return [];
      seen.add(target.from);
      return inside([target]);
    }
    case "CallExpression": {
      const [callee, args] = childrenOf(value);
      // `middy(base).use(…)` and `wrap(options)(handler)`; what `wrap` itself does is done once.
      const before = callee?.name === "MemberExpression" ? callee.firstChild : callee;
      return inside([before?.name === "CallExpression" ? before : undefined, ...(args ? childrenOf(args) : [])]);
    }
    case "ParenthesizedExpression":
      return inside([value.firstChild?.nextSibling]);
    case "BinaryExpression":
      // `handler satisfies Handler`.
      return /^(?:as|satisfies)$/.test(value.firstChild?.nextSibling?.name ?? "") ? inside([value.firstChild]) : [];
    default:
      return [];
  }
}

function scriptNames(parsed: ParsedCode): TopLevel {
  const declared = new Map<string, SyntaxNode>();
  const exported = new Map<string, SyntaxNode>();
  for (const statement of childrenOf(parsed.tree.topNode)) {
    if (statement.name === "ExportDeclaration") addExport(parsed, statement, declared, exported);
    else if (statement.name === "ExpressionStatement") addAssigned(parsed, statement, exported);
    else addDeclared(parsed, statement, declared);
  }
  return { declared, exported };
}

function addDeclared(parsed: ParsedCode, statement: SyntaxNode, declared: Map<string, SyntaxNode>): void {
  if (statement.name === "FunctionDeclaration") {
    const name = statement.getChild("VariableDefinition");
    if (name !== null) declared.set(textOf(parsed, name), statement);
  }
  if (statement.name !== "VariableDeclaration") return;
  let name: SyntaxNode | undefined;
  for (const child of childrenOf(statement)) {
    if (child.name === "VariableDefinition") name = child;
    if (child.name === "Equals" && name !== undefined && child.nextSibling !== null) {
      declared.set(textOf(parsed, name), child.nextSibling);
    }
  }
}

function addExport(
  parsed: ParsedCode,
  statement: SyntaxNode,
  declared: Map<string, SyntaxNode>,
  exported: Map<string, SyntaxNode>,
): void {
  for (const child of childrenOf(statement)) {
    addDeclared(parsed, child, declared);
    if (child.name === "default" && child.nextSibling !== null) {
      exported.set("default", child.nextSibling);
      addDeclared(parsed, child.nextSibling, declared);
    }
  }
  const group = statement.getChild("ExportGroup");
  for (const as of group?.getChildren("as") ?? []) {
    if (as.prevSibling !== null && as.nextSibling !== null)
      exported.set(textOf(parsed, as.nextSibling), as.prevSibling);
  }
}

/** `exports.handler = …` and `module.exports = { handler: … }`. */
function addAssigned(parsed: ParsedCode, statement: SyntaxNode, exported: Map<string, SyntaxNode>): void {
  const [target, equals, value] =
    statement.firstChild?.name === "AssignmentExpression" ? childrenOf(statement.firstChild) : [];
  if (target === undefined || equals?.name !== "Equals" || value === undefined) return;
  const path = textOf(parsed, target).replace(/\s/g, "");
  const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(path)?.[1];
  if (name !== undefined) exported.set(name, value);
  if (path !== "module.exports" || value.name !== "ObjectExpression") return;
  for (const property of value.getChildren("Property")) {
    const key = property.getChild("PropertyDefinition");
    const own = isFunction(property) ? property : property.getChild(":")?.nextSibling;
    // Without a value it is the variable of that name.
    if (key !== null && own) exported.set(textOf(parsed, key), own);
  }
}

function pythonNames(parsed: ParsedCode): TopLevel {
  const declared = new Map<string, SyntaxNode>();
  for (const statement of childrenOf(parsed.tree.topNode)) {
    const definition = statement.name === "DecoratedStatement" ? statement.getChild("FunctionDefinition") : statement;
    const name = definition?.getChild("VariableName");
    if (!definition || !name) continue;
    if (definition.name === "FunctionDefinition") declared.set(textOf(parsed, name), definition);
    const value = definition.name === "AssignStatement" ? definition.getChild("AssignOp")?.nextSibling : undefined;
    if (value) declared.set(textOf(parsed, name), value);
  }
  return { declared, exported: new Map() };
}
