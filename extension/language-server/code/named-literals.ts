import type { SyntaxNode } from "@lezer/common";
import { indexOf } from "./code-index.ts";
import { childrenOf } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/** A text in quotes that the code gives a name. `from` and `to` are the offsets of what is between the quotes. */
export interface NamedLiteral {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** It counts only where another value isn't there: `process.env.KEY ?? "text"`. */
  readonly isFallback: boolean;
}

/** The texts that variables, properties, parameters and arguments are given, but for those that have a variable in them. */
export function namedLiterals(parsed: ParsedCode): NamedLiteral[] {
  if (parsed.language === "other") return inLines(parsed.text);
  return indexOf(parsed)
    .nodes("String", "TemplateString", "FormatString")
    .flatMap((node) => {
      if (node.getChild("Interpolation") !== null || node.getChild("FormatReplacement") !== null) return [];
      const content = /^([a-z]{0,2}("""|'''|["'`]))([^]*)\2$/i.exec(textOf(parsed, node));
      const named = nameOf(parsed, node, false);
      if (content === null || named === undefined) return [];
      const from = node.from + (content[1]?.length ?? 0);
      return [{ ...named, from, to: from + (content[3]?.length ?? 0) }];
    });
}

function nameOf(
  parsed: ParsedCode,
  value: SyntaxNode,
  isFallback: boolean,
): Pick<NamedLiteral, "name" | "isFallback"> | undefined {
  const { parent, prevSibling: before } = value;
  if (parent === null) return undefined;
  switch (parent.name) {
    case "ParenthesizedExpression":
      return nameOf(parsed, parent, isFallback);
    case "BinaryExpression": {
      const operator = parent.firstChild?.nextSibling;
      if (operator?.name === "as" || operator?.name === "satisfies") return nameOf(parsed, parent, isFallback);
      const isChoice = operator?.name === "or" || (operator?.name === "LogicOp" && textOf(parsed, operator) !== "&&");
      return isChoice ? nameOf(parsed, parent, true) : undefined;
    }
    case "ConditionalExpression":
      return nameOf(parsed, parent, true);
    case "ArgList": {
      // `connect(password="text")`.
      if (before?.name === "AssignOp") return named(parsed, before.prevSibling, isFallback);
      // `os.environ.get("KEY", "text")`.
      const callee = parent.parent?.firstChild;
      const isRead = callee && /^(?:os\.)?(?:environ\.get|getenv)$/.test(textOf(parsed, callee));
      return isRead && before?.name === "," && parent.parent ? nameOf(parsed, parent.parent, true) : undefined;
    }
    case "Property":
    case "DictionaryExpression":
      return before?.name === ":" ? named(parsed, before.prevSibling, isFallback) : undefined;
    case "VariableDeclaration":
    case "AssignmentExpression":
    case "PropertyDeclaration":
    case "PatternProperty":
    case "ParamList":
    case "AssignStatement": {
      if (before?.name !== "Equals" && before?.name !== "AssignOp") return undefined;
      const target = before.prevSibling;
      const isType = target?.name === "TypeAnnotation" || target?.name === "TypeDef";
      return named(parsed, isType ? target.prevSibling : target, isFallback);
    }
    default:
      return undefined;
  }
}

/** `name`, `"name"`, `a.name` and `a["name"]`. */
function named(
  parsed: ParsedCode,
  node: SyntaxNode | null,
  isFallback: boolean,
): Pick<NamedLiteral, "name" | "isFallback"> | undefined {
  if (node === null) return undefined;
  if (node.name === "MemberExpression") {
    const last = childrenOf(node).findLast(({ name }) => name === "PropertyName" || name === "String");
    return named(parsed, last ?? null, isFallback);
  }
  if (!/^(?:String|PropertyName|PropertyDefinition|VariableName|VariableDefinition)$/.test(node.name)) return undefined;
  return { name: textOf(parsed, node).replace(/^["'`]|["'`]$/g, ""), isFallback };
}

/** By a pattern, for languages without a parser: `name = "text"`, `name: "text"`, `"name" => "text"`. */
function inLines(text: string): NamedLiteral[] {
  return [...text.matchAll(assignment)].map(({ 0: whole, 1: name = "", 3: value = "", index }) => {
    const to = index + whole.length - 1;
    return { name, from: to - value.length, to, isFallback: false };
  });
}

const assignment =
  /(?<![\w-])([\w-]{1,80})["']?\]?[ \t]*(?::=|=>|=|:)[ \t]*@?(["'])((?:(?!\2)[^\\\r\n]|\\.){1,512})\2/g;
