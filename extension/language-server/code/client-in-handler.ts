import type { SyntaxNode } from "@lezer/common";
import type { Finding } from "../../../runner/model/rules/finding.ts";
import type { CodeContext, CodeDocument } from "./check-code.ts";
import { type ClientMaker, clientMakers } from "./client-makers.ts";
import { findingIn } from "./code-finding.ts";
import { handlerFunctions } from "./handler-functions.ts";
import { isConstant, type LocalNames, localNames } from "./local-names.ts";
import { moveOutOfHandler } from "./move-out-of-handler.ts";
import { childrenOf, isFunction, nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/**
 * Clients of AWS services and connections to databases that a handler makes in each call. Not those that it keeps for
 * later calls, nor those that differ from call to call.
 */
export function clientInHandler(document: CodeDocument, { handlers }: CodeContext): Finding[] {
  const { tree: parsed } = document;
  return handlerFunctions(parsed, handlers).flatMap((handler) => {
    const locals = localNames(parsed, handler);
    return clientMakers(parsed, handler)
      .filter((maker) => isSameInEachCall(parsed, maker, locals) && !isKept(parsed, maker.node, handler, locals))
      .map((maker) => {
        const fix = moveOutOfHandler(parsed, maker, handler, locals);
        return findingIn(document, {
          code: "client-in-handler",
          from: maker.node.from,
          to: maker.callee.to,
          message:
            maker.kind === "client"
              ? `"${maker.label}" makes a new client in each call: each opens connections and looks for credentials anew.`
              : `"${maker.label}" connects anew in each call: each pays for it, and many at once can use up the server's connections.`,
          hint: "Make it once, outside the handler, and let the calls of an environment share it.",
          fixes: fix === undefined ? [] : [fix],
        });
      });
  });
}

/** Credentials of an assumed role, or a region of the event, need a client of their own. */
function isSameInEachCall(parsed: ParsedCode, { node, callee }: ClientMaker, locals: LocalNames): boolean {
  return childrenOf(node)
    .filter(({ from }) => from > callee.from)
    .every((child) => isConstant(parsed, child, locals));
}

/** Whether what an expression makes is kept where later calls find it, or made by a function that somebody else calls. */
function isKept(parsed: ParsedCode, node: SyntaxNode, handler: SyntaxNode, locals: LocalNames): boolean {
  const isOuter = (target: SyntaxNode): boolean =>
    target.name !== "VariableName" || !locals.has(textOf(parsed, target));
  let child = node;
  for (let each = node.parent; each !== null && child.from !== handler.from; child = each, each = each.parent) {
    const isInside = each.from !== handler.from;
    switch (each.name) {
      case "AssignmentExpression":
        if (each.firstChild?.nextSibling?.name !== "Equals" || isOuter(each.firstChild)) return true;
        break;
      case "AssignStatement":
      case "NamedExpression":
        if (each.firstChild !== null && isOuter(each.firstChild)) return true;
        break;
      // `cached ?? new Client()`, `cached ? cached : new Client()`, what is given if nothing else is, and what is made again
      // after a failure.
      case "BinaryExpression":
      case "ConditionalExpression":
      case "ParamList":
      case "CatchClause":
      case "ClassBody":
      case "ClassDefinition":
        return true;
      case "Body":
        if (each.parent?.name === "TryStatement" && hasBefore(each, "except")) return true;
        break;
      // A factory: `once(() => new Client())`.
      case "ArrowFunction":
      case "LambdaExpression":
        if (isInside && child.name !== "Block") return true;
        break;
      case "ReturnStatement":
        if (nearestFunction(each)?.from !== handler.from) return true;
        break;
      case "VariableDeclaration":
        if (isStoredLater(parsed, each, handler, isOuter)) return true;
        break;
    }
    if (each.name === "AssignStatement" && isStoredLater(parsed, each, handler, isOuter)) return true;
  }
  return false;
}

/** `const made = new Client(); cache.client = made;`, or the same by `cache.set(key, made)`. */
function isStoredLater(
  parsed: ParsedCode,
  declaration: SyntaxNode,
  handler: SyntaxNode,
  isOuter: (target: SyntaxNode) => boolean,
): boolean {
  const name = declaration.getChild("VariableDefinition") ?? declaration.getChild("VariableName");
  const isIt = (node: SyntaxNode | null | undefined): boolean =>
    node?.name === "VariableName" && name !== null && textOf(parsed, node) === textOf(parsed, name);
  return nodesIn(handler, "AssignmentExpression", "AssignStatement", "CallExpression").some((node) => {
    const { firstChild, lastChild } = node;
    if (node.name !== "CallExpression") return isIt(lastChild) && firstChild !== null && isOuter(firstChild);
    const isSetter = firstChild !== null && /\.(?:set|push|setdefault)$/.test(textOf(parsed, firstChild));
    return isSetter && lastChild !== null && childrenOf(lastChild).some(isIt);
  });
}

function hasBefore(node: SyntaxNode, name: string): boolean {
  for (let each = node.prevSibling; each !== null; each = each.prevSibling) if (each.name === name) return true;
  return false;
}

function nearestFunction(node: SyntaxNode): SyntaxNode | undefined {
  for (let each = node.parent; each !== null; each = each.parent) if (isFunction(each)) return each;
  return undefined;
}
