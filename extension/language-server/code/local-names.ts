import type { SyntaxNode } from "@lezer/common";
import { childrenOf, nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** The names that a function gives values to, and what they are; undefined for what can't be told by one expression. */
export type LocalNames = ReadonlyMap<string, SyntaxNode | undefined>;

/** Parameters and variables of a function and of the functions in it. Names that Python calls `global` are not its own. */
export function localNames(parsed: ParsedCode, fn: SyntaxNode): LocalNames {
  return parsed.language === "python" ? pythonNames(parsed, fn) : scriptNames(parsed, fn);
}

/** The variables that an expression takes its value from, in it or by way of local names. */
export function variablesIn(parsed: ParsedCode, expression: SyntaxNode): string[] {
  const names = nodesIn(expression, "VariableName", "PropertyDefinition").filter((node) => {
    if (node.name === "PropertyDefinition") return node.nextSibling === null && node.parent?.name === "Property";
    // The name of a keyword argument.
    return !(node.parent?.name === "ArgList" && node.nextSibling?.name === "AssignOp");
  });
  return names.map((node) => textOf(parsed, node));
}

/** Whether an expression has the same value in each call of a function, as far as that can be told from its text. */
export function isConstant(parsed: ParsedCode, expression: SyntaxNode, locals: LocalNames, depth = 0): boolean {
  if (depth > 4 || nodesIn(expression, ...changing).some((node) => !readsEnvironment(parsed, node))) return false;
  return variablesIn(parsed, expression).every((name) => {
    if (!locals.has(name)) return true;
    const value = locals.get(name);
    return value !== undefined && isConstant(parsed, value, locals, depth + 1);
  });
}

const changing = ["CallExpression", "NewExpression", "AwaitExpression", "await", "YieldExpression", "this"];

function readsEnvironment(parsed: ParsedCode, { firstChild: callee }: SyntaxNode): boolean {
  return (
    callee !== null &&
    /^(?:os\.getenv|os\.environ\.get|environ\.get|getenv|String|Number|parseInt|int|str)$/.test(textOf(parsed, callee))
  );
}

function scriptNames(parsed: ParsedCode, fn: SyntaxNode): LocalNames {
  const names = new Map<string, SyntaxNode | undefined>();
  for (const node of nodesIn(fn, "VariableDefinition")) {
    const name = textOf(parsed, node);
    const isConst = node.parent?.name === "VariableDeclaration" && node.parent.firstChild?.name === "const";
    const after = node.nextSibling?.name === "TypeAnnotation" ? node.nextSibling.nextSibling : node.nextSibling;
    const value = isConst && after?.name === "Equals" ? (after.nextSibling ?? undefined) : undefined;
    names.set(name, names.has(name) ? undefined : value);
  }
  return names;
}

function pythonNames(parsed: ParsedCode, fn: SyntaxNode): LocalNames {
  const names = new Map<string, SyntaxNode | undefined>();
  const add = (node: SyntaxNode, value?: SyntaxNode): void => {
    const name = textOf(parsed, node);
    names.set(name, names.has(name) ? undefined : value);
  };
  for (const node of nodesIn(fn, ...binding)) for (const [target, value] of boundBy(node)) add(target, value);
  for (const statement of nodesIn(fn, "ScopeStatement")) {
    for (const node of statement.getChildren("VariableName")) names.delete(textOf(parsed, node));
  }
  return names;
}

const binding = [
  "ParamList",
  "AssignStatement",
  "UpdateStatement",
  "NamedExpression",
  "ForStatement",
  "WithStatement",
  "TryStatement",
  "ArrayComprehensionExpression",
  "ComprehensionExpression",
  "SetComprehensionExpression",
  "DictionaryComprehensionExpression",
];

function boundBy(node: SyntaxNode): (readonly [SyntaxNode, (SyntaxNode | undefined)?])[] {
  const children = childrenOf(node);
  switch (node.name) {
    case "ParamList":
      return children
        .filter(({ name, prevSibling }) => name === "VariableName" && prevSibling?.name !== "AssignOp")
        .map((name) => [name]);
    case "AssignStatement":
    case "NamedExpression": {
      const last = children.findLastIndex(({ name }) => name === "AssignOp");
      const value = children[last + 1];
      const [first, second] = children;
      const isPlain = first?.name === "VariableName" && (second?.name === "AssignOp" || second?.name === "TypeDef");
      if (isPlain && children[last + 2] === undefined) return [[first, value]];
      return targetsIn(children.slice(0, Math.max(last, 0))).map((name) => [name]);
    }
    case "UpdateStatement":
      return targetsIn(children.slice(0, 1)).map((name) => [name]);
    case "WithStatement":
    case "TryStatement":
      return children
        .filter(({ prevSibling }) => prevSibling?.name === "as")
        .flatMap((target) => targetsIn([target]).map((name) => [name] as const));
    default: {
      // `for a, b in …`, of statements and of comprehensions.
      const targets: SyntaxNode[] = [];
      let isTarget = false;
      for (const child of children) {
        if (child.name === "for") isTarget = true;
        else if (child.name === "in") isTarget = false;
        else if (isTarget) targets.push(child);
      }
      return targetsIn(targets).map((name) => [name]);
    }
  }
}

/** Not those of `a.b = …` and `a[b] = …`. */
function targetsIn(nodes: readonly SyntaxNode[]): SyntaxNode[] {
  return nodes.flatMap((node) => {
    if (node.name === "VariableName") return [node];
    return /^(?:Tuple|Array|Parenthesized)Expression$/.test(node.name) ? targetsIn(childrenOf(node)) : [];
  });
}
