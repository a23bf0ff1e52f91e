import type { SyntaxNode } from "@lezer/common";
import type { Finding } from "../../../runner/model/rules/finding.ts";
import type { CodeDocument } from "./check-code.ts";
import { type CodeFix, findingIn } from "./code-finding.ts";
import { indexOf } from "./code-index.ts";
import { importedMember } from "./imported-name.ts";
import { ancestorOf, childrenOf, isFunction } from "./nodes.ts";
import { type ParsedCode, textOf } from "./parse-code.ts";

/**
 * Work that holds up init for as long as something else likes: programs that are waited for, pauses, and requests without
 * a timeout. Reading files is no such work, nor are requests that end: what each call needs is well got at init.
 */
export function blockingWorkAtImport(document: CodeDocument): Finding[] {
  const { tree: parsed } = document;
  return indexOf(parsed)
    .nodes("CallExpression")
    .flatMap((call) => {
      const callee = call.firstChild;
      // What stands in a condition may never run in Lambda: `if __name__ == "__main__"`.
      const isLater = ancestorOf(call, (node) => isFunction(node) || node.name === "IfStatement") !== undefined;
      if (callee === null || isLater) return [];
      const work = parsed.language === "python" ? pythonWork(parsed, call, callee) : scriptWork(parsed, call, callee);
      if (work === undefined) return [];
      const name = textOf(parsed, callee).replace(/\s+/g, "");
      return [
        findingIn(document, {
          code: "blocking-work-at-import",
          from: call.from,
          to: callee.to,
          message: messages[work.kind](name),
          hint: hints[work.kind],
          fixes: work.fix === undefined ? [] : [work.fix],
        }),
      ];
    });
}

interface Work {
  readonly kind: "program" | "pause" | "request";
  readonly fix?: CodeFix | undefined;
}

const messages = {
  program: (name: string) => `"${name}" starts a program while the code loads, and waits for it: each cold start does.`,
  pause: (name: string) => `"${name}" pauses while the code loads: each cold start takes that much longer.`,
  request: (name: string) =>
    `"${name}" waits for a server while the code loads, without a timeout: if there is no answer, Lambda ends init after 10 seconds and does it again in the first call.`,
} as const;

const hints = {
  program: "Do it when the package is built, or in the handler where a call needs it.",
  pause: "Leave it out, or wait in the handler where a call needs it.",
  request: "Set a timeout of a few seconds.",
} as const;

function scriptWork(parsed: ParsedCode, call: SyntaxNode, callee: SyntaxNode): Work | undefined {
  const member = importedMember(parsed, callee);
  const name = member?.path.join(".") ?? "";
  const specifier = member?.specifier.replace(/^node:/, "");
  if (specifier === "child_process" && /^(?:exec|execFile|spawn)Sync$/.test(name)) return { kind: "program" };
  if (call.parent?.name !== "AwaitExpression") return undefined;
  const args = argumentsOf(call);
  if (textOf(parsed, callee) === "fetch") {
    const options = args[1];
    if (args[0] === undefined || (options !== undefined && mayHold(parsed, options, "signal"))) return undefined;
    const fix = args.length === 1 ? addArgument(call, "{ signal: AbortSignal.timeout(3000) }") : undefined;
    return { kind: "request", fix };
  }
  const isAxios = specifier === "axios" && /^(?:|request|get|delete|head|post|put|patch)$/.test(name);
  const isBounded = /\btimeout["']?\s*[:=]/.test(parsed.text) || args.some(({ name: kind }) => kind === "VariableName");
  return isAxios && args.length > 0 && !isBounded ? { kind: "request" } : undefined;
}

function pythonWork(parsed: ParsedCode, call: SyntaxNode, callee: SyntaxNode): Work | undefined {
  const member = importedMember(parsed, callee);
  const name = member === undefined ? "" : [member.specifier, ...member.path].join(".");
  if (name === "time.sleep") return { kind: "pause" };
  if (/^(?:subprocess\.(?:run|call|check_call|check_output|getoutput)|os\.system)$/.test(name))
    return { kind: "program" };
  const isRequest = /^(?:requests\.(?:request|get|delete|head|post|put|patch)|urllib\.request\.urlopen)$/.test(name);
  const list = call.getChild("ArgList");
  const text = list === null ? "" : textOf(parsed, list);
  // `urlopen(url, data, timeout)` has it third.
  const isBounded = /\btimeout\s*=|\*\*/.test(text) || (name.endsWith(".urlopen") && argumentsOf(call).length > 2);
  if (!isRequest || isBounded || argumentsOf(call).length === 0) return undefined;
  return { kind: "request", fix: addArgument(call, "timeout=3") };
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.getChild("ArgList");
  const inside = list === null ? [] : childrenOf(list).filter(({ name }) => !/^[(),]$|Comment$/.test(name));
  return inside.filter(({ prevSibling }) => prevSibling?.name === "(" || prevSibling?.name === ",");
}

/** An object that has the property, or might. */
function mayHold(parsed: ParsedCode, options: SyntaxNode, property: string): boolean {
  const text = textOf(parsed, options);
  return options.name !== "ObjectExpression" || text.includes(property) || text.includes("...");
}

function addArgument(call: SyntaxNode, argument: string): CodeFix | undefined {
  const end = call.getChild("ArgList")?.getChild(")");
  const last = end?.prevSibling;
  if (!end || !last || /Comment$/.test(last.name)) return undefined;
  const newText = last.name === "," ? ` ${argument},` : `, ${argument}`;
  return { title: "Give up after 3 seconds", isPreferred: false, edits: [{ from: last.to, to: last.to, newText }] };
}
