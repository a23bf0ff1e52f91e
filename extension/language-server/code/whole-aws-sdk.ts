import type { SyntaxNode } from "@lezer/common";
import type { CodeDocument } from "./check-code.ts";
import { type CodeFix, findingIn } from "./code-finding.ts";
import type { Finding } from "../../../runner/model/rules/finding.ts";
import { isUnused } from "./heavy-import-unused.ts";
import { type ImportStatement, importStatements } from "./import-statements.ts";
import { childrenOf, nodesIn } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";
import { isPlainImport } from "./plain-import.ts";
import { sdkV2Clients } from "./sdk-v2-clients.ts";

/** `aws-sdk`, the SDK v2, imported as a whole: it loads the clients of all services. */
export function wholeAwsSdk(document: CodeDocument): Finding[] {
  const { tree: parsed } = document;
  return importStatements(parsed)
    .filter((each) => each.specifier === "aws-sdk" && !isUnused(parsed, each))
    .map((statement) => {
      const plan = planOf(parsed, statement);
      const needed = plan === undefined ? "" : `, and this file uses ${listOf(plan.clients.map(({ name }) => name))}`;
      const example = plan?.clients[0]?.name.toLowerCase() ?? "s3";
      return findingIn(document, {
        code: "whole-aws-sdk",
        from: statement.from,
        to: statement.to,
        message: `"aws-sdk" loads the clients of all AWS services at each cold start${needed}.`,
        hint: `Import single clients, as "aws-sdk/clients/${example}"; or move to the SDK v3, since v2 has had no support since September 8, 2025.`,
        fixes: plan === undefined ? [] : [plan.fix],
      });
    });
}

interface Client {
  /** As the SDK calls it. */
  readonly name: string;
  /** As this file does. */
  readonly local: string;
}

/** The change to single clients, where all that the file takes of the SDK is clients. */
function planOf(parsed: ParsedCode, statement: ImportStatement): { clients: Client[]; fix: CodeFix } | undefined {
  const { names, statement: node } = statement;
  const [first] = names;
  if (first === undefined || !isPlainImport(parsed, statement)) return undefined;
  const isWhole = first.imported === (statement.form === "require" ? "*" : "default");
  if (isWhole && names.length > 1) return undefined;
  const uses = isWhole ? usesOf(parsed, first.local, node) : [];
  const clients = isWhole
    ? [...new Set(uses?.map(({ name }) => name))].toSorted().map((name) => ({ name, local: name }))
    : names.map(({ imported, local }) => ({ name: imported, local }));
  const isReplaceable =
    uses !== undefined &&
    clients.length > 0 &&
    clients.every(({ name }) => sdkV2Clients.has(name)) &&
    (!isWhole || !clients.some(({ name }) => isTaken(parsed, name)));
  if (!isReplaceable) return undefined;
  const text = textOf(parsed, node);
  const quote = parsed.text.charAt(statement.from - 1);
  const end = text.endsWith(";") ? ";" : "";
  const lines = clients.map(({ name, local }) => {
    const from = `${quote}aws-sdk/clients/${name.toLowerCase()}${quote}`;
    return statement.form === "require"
      ? `${keywordOf(text)} ${local} = require(${from})${end}`
      : `import ${local} from ${from}${end}`;
  });
  const edits = [
    { from: node.from, to: node.to, newText: lines.join("\n") },
    ...uses.map(({ from, to, name }) => ({ from, to, newText: name })),
  ];
  const title = `Import ${listOf(clients.map(({ name }) => name))} alone`;
  return { clients, fix: { title, isPreferred: isWhole || statement.form === "require", edits } };
}

function keywordOf(text: string): string {
  return /^\w+/.exec(text)?.[0] ?? "const";
}

/** The places of `AWS.S3`; undefined where the name is used in another way. */
function usesOf(
  parsed: ParsedCode,
  local: string,
  statement: SyntaxNode,
): { from: number; to: number; name: string }[] | undefined {
  const uses: { from: number; to: number; name: string }[] = [];
  for (const node of namesIn(parsed)) {
    const isOwn = node.from >= statement.from && node.to <= statement.to;
    if (isOwn || textOf(parsed, node) !== local) continue;
    const [object, dot, property] = node.parent === null ? [] : childrenOf(node.parent);
    const isMember = object?.from === node.from && dot?.name === "." && property !== undefined;
    if (!isMember || !memberNodes.has(node.parent?.name ?? "")) return undefined;
    uses.push({ from: node.from, to: property.to, name: textOf(parsed, property) });
  }
  return uses;
}

/** Whether a name is something of its own in the file already. */
function isTaken(parsed: ParsedCode, name: string): boolean {
  return namesIn(parsed).some((node) => textOf(parsed, node) === name && node.prevSibling?.name !== ".");
}

function namesIn(parsed: ParsedCode): SyntaxNode[] {
  return nodesIn(parsed.tree.topNode, "VariableName", "VariableDefinition", "TypeName", "TypeDefinition");
}

const memberNodes = new Set(["MemberExpression", "IndexedType"]);

function listOf(names: readonly string[]): string {
  return new Intl.ListFormat("en").format(names);
}
