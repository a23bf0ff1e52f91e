import type { SyntaxNode } from "@lezer/common";

/** All children, tokens included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** The nearest node around this one that is as asked. */
export function ancestorOf(node: SyntaxNode, isAsked: (node: SyntaxNode) => boolean): SyntaxNode | undefined {
  for (let each = node.parent; each !== null; each = each.parent) if (isAsked(each)) return each;
  return undefined;
}

/** The nodes of the given names in a node, itself included, in order. */
export function nodesIn(node: SyntaxNode, ...names: readonly string[]): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((each) => {
    if (names.includes(each.name)) found.push(each.node);
  });
  return found;
}

/** What is in one of these runs when it is called, not while the file is loaded. */
export function isFunction(node: SyntaxNode): boolean {
  return functions.has(node.name) || (node.name === "Property" && node.getChild("ParamList") !== null);
}

/** Of JavaScript and of Python. */
const functions = new Set([
  "ArrowFunction",
  "FunctionExpression",
  "FunctionDeclaration",
  "MethodDeclaration",
  "PropertyDeclaration",
  "FunctionDefinition",
  "LambdaExpression",
]);
