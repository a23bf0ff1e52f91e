import type { SyntaxNode } from "@lezer/common";
import type { ClientMaker } from "./client-makers.ts";
import type { CodeFix } from "./code-finding.ts";
import { type LocalNames, variablesIn } from "./local-names.ts";
import { nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/**
 * Moves the statement that makes a client to a place before the handler. Undefined where that could change what the code
 * does: something in the statement is the handler's own or made further down, or the handler ends the client.
 */
export function moveOutOfHandler(
  parsed: ParsedCode,
  { node, kind, isImportedAtInit }: ClientMaker,
  handler: SyntaxNode,
  locals: LocalNames,
): CodeFix | undefined {
  const statement = node.parent;
  const name = statement?.getChild("VariableDefinition") ?? statement?.getChild("VariableName");
  if (kind !== "client" || !isImportedAtInit || !statement || !name) return undefined;
  const variable = textOf(parsed, name);
  const body = handler.getChild("Block") ?? handler.getChild("Body");
  const top = topLevelStatement(handler);
  const isMovable =
    isWholeStatement(parsed, statement, node) &&
    statement.parent?.from === body?.from &&
    !variablesIn(parsed, node).some((each) => locals.has(each)) &&
    isDeclaredBefore(parsed, node, top) &&
    !isUsedOutside(parsed, variable, handler) &&
    !endsIt(parsed, variable, handler);
  if (!isMovable) return undefined;
  const { text } = parsed;
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const lineStart = text.lastIndexOf("\n", statement.from - 1) + 1;
  const indent = text.slice(lineStart, statement.from);
  const rest = /^([ \t]*(?:\/\/|#)[^\r\n]*)?[ \t]*(?:\r?\n|$)/.exec(text.slice(statement.to));
  if (indent.trim() !== "" || rest === null) return undefined;
  const gap = parsed.language === "python" ? lineEnd.repeat(3) : lineEnd.repeat(2);
  const moved = textOf(parsed, statement).replaceAll(`\n${indent}`, "\n") + (rest[1] ?? "");
  const before = startWithComments(parsed, top);
  return {
    title: `Move ${variable} out of the handler`,
    isPreferred: true,
    edits: [
      { from: before, to: before, newText: moved + gap },
      { from: lineStart, to: statement.to + rest[0].length, newText: "" },
    ],
  };
}

/** `const a = new A();` or `a = a()`, with one name and on lines of its own. */
function isWholeStatement(parsed: ParsedCode, statement: SyntaxNode, value: SyntaxNode): boolean {
  const text = parsed.text.slice(statement.from, value.from);
  const after = parsed.text.slice(value.to, statement.to);
  const isNamed =
    statement.name === "VariableDeclaration"
      ? /^(?:const|let|var)\s+[\w$]+\s*(?::[^=]+)?=\s*$/.test(text)
      : statement.name === "AssignStatement" && /^\w+\s*(?::[^=]+)?=\s*$/.test(text);
  return isNamed && /^;?$/.test(after);
}

function topLevelStatement(node: SyntaxNode): SyntaxNode {
  let top = node;
  for (let each = node.parent; each !== null && !each.type.isTop; each = each.parent) top = each;
  return top;
}

/** All that the expression uses is there when the statement before which it goes is reached. */
function isDeclaredBefore(parsed: ParsedCode, expression: SyntaxNode, top: SyntaxNode): boolean {
  const places = new Map<string, number>();
  for (const node of nodesIn(parsed.tree.topNode, "VariableDefinition", "VariableName")) {
    const name = textOf(parsed, node);
    if (!places.has(name)) places.set(name, node.from);
  }
  return variablesIn(parsed, expression).every(
    (name) => name === "process" || (places.get(name) ?? Infinity) < top.from,
  );
}

function isUsedOutside(parsed: ParsedCode, variable: string, handler: SyntaxNode): boolean {
  return nodesIn(parsed.tree.topNode, "VariableName", "VariableDefinition", "TypeName", "TypeDefinition").some(
    (node) => (node.from < handler.from || node.to > handler.to) && textOf(parsed, node) === variable,
  );
}

function endsIt(parsed: ParsedCode, variable: string, handler: SyntaxNode): boolean {
  const text = textOf(parsed, handler);
  const ends = new RegExp(`(?<![\\w$.])${variable.replace(/\W/g, "\\$&")}\\s*\\.\\s*(?:destroy|close|end)\\b`);
  return ends.test(text);
}

/** Comments right above belong to it. */
function startWithComments(parsed: ParsedCode, statement: SyntaxNode): number {
  let start = statement.from;
  for (let each = statement.prevSibling; each !== null && /Comment$/.test(each.name); each = each.prevSibling) {
    const isRightAbove = /^[ \t]*\r?\n[ \t]*$/.test(parsed.text.slice(each.to, start));
    const isAlone = /(?:^|\n)[ \t]*$/.test(parsed.text.slice(0, each.from));
    if (!isRightAbove || !isAlone) break;
    start = each.from;
  }
  return start;
}
