import {
  CodeActionKind,
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Range,
  type TextEdit,
} from "vscode-languageserver";
import type { Severity } from "../../runner/model/problem.ts";
import type { Finding } from "../../runner/model/rules/finding.ts";

/** What rules have found, and how severe each is by the settings. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly severity: Severity;
}

/** Findings as severe as the settings have them, without those that are switched off. */
export function judged(
  findings: readonly Finding[],
  severities: Readonly<Record<string, Severity | "off">>,
): JudgedFinding[] {
  return findings.flatMap((finding) => {
    const severity = severities[finding.code] ?? finding.severity;
    return severity === "off" ? [] : [{ finding, severity }];
  });
}

const severityOf = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

/** @param docs address of the folder `docs/`, where each rule has a page */
export function diagnosticOf({ finding, severity }: JudgedFinding, docs: string): Diagnostic {
  const { code, message, hint, range } = finding;
  return {
    range,
    message: `${message} ${hint}`,
    severity: severityOf[severity],
    source: "Lambda",
    code,
    codeDescription: { href: `${docs}rules/${code}.md` },
  };
}

/** The fixes of findings that touch a range, and a comment that silences each. JSON has no comments. */
export function codeActions(
  { uri, text, docs }: { readonly uri: string; readonly text: string; readonly docs: string },
  found: readonly JudgedFinding[],
  range: Range,
): CodeAction[] {
  return found
    .filter(({ finding }) => touches(finding.range, range))
    .flatMap((each): CodeAction[] => {
      const { fixes, code } = each.finding;
      const of = { diagnostics: [diagnosticOf(each, docs)], kind: CodeActionKind.QuickFix };
      const silence = silencing(uri, text, each.finding);
      return [
        ...fixes.map(({ title, edits, isPreferred }) => {
          return { ...of, title, isPreferred, edit: { changes: { [uri]: [...edits] } } };
        }),
        ...(silence === undefined
          ? []
          : [{ ...of, title: `Silence ${code} here`, edit: { changes: { [uri]: [silence] } } }]),
      ];
    });
}

function touches(one: Range, other: Range): boolean {
  return one.start.line <= other.end.line && other.start.line <= one.end.line;
}

function silencing(uri: string, text: string, { code, range }: Finding): TextEdit | undefined {
  const extension = /\.(\w+)$/.exec(uri)?.[1] ?? "";
  if (extension === "json") return undefined;
  const comment = ["yaml", "yml", "template", "py", "rb"].includes(extension) ? "#" : "//";
  const start = { line: range.start.line, character: 0 };
  const indent = /^[ \t]*/.exec(text.split("\n")[start.line] ?? "")?.[0] ?? "";
  return { range: { start, end: start }, newText: `${indent}${comment} pilotlight-ignore ${code}\n` };
}
