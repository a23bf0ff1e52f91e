import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver";
import { problemFixes } from "../../runner/model/rules/problem-fixes.ts";

/**
 * Fixes for what the loader of templates reports. Whoever loads them shows its problems, not this server; but editors send
 * along what is shown at the place that they ask about. What was loaded may be older than the text: a fix is only for a
 * place that still holds what it mends.
 */
export function problemActions(
  { uri, text, today }: { readonly uri: string; readonly text: string; readonly today: Date },
  shown: readonly Diagnostic[],
): CodeAction[] {
  return shown.flatMap((diagnostic): CodeAction[] => {
    const { source, code, range } = diagnostic;
    if (source !== "Lambda" || typeof code !== "string") return [];
    return problemFixes({ code, range }, text, today).map(({ title, edits, isPreferred }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred,
      edit: { changes: { [uri]: [...edits] } },
    }));
  });
}
