import type { Finding, Fix } from "../../../runner/model/rules/finding.ts";
import { defaultSeverity, type RuleCode } from "../../../runner/model/rules/rules.ts";
import type { CodeDocument } from "./check-code.ts";
import { rangeIn } from "./line-starts.ts";

export interface FoundInCode {
  readonly code: RuleCode;
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly hint: string;
  readonly fixes?: readonly CodeFix[];
}

/** A fix by the offsets of what it replaces. */
export interface CodeFix extends Pick<Fix, "title" | "isPreferred"> {
  readonly edits: readonly { readonly from: number; readonly to: number; readonly newText: string }[];
}

/** A finding of a rule in a source file. */
export function findingIn(document: CodeDocument, found: FoundInCode): Finding {
  const { code, from, to, message, hint, fixes = [] } = found;
  return {
    code,
    severity: defaultSeverity(code),
    message,
    hint,
    file: document.file,
    range: rangeIn(document.tree, from, to),
    fixes: fixes.map(({ edits, ...fix }) => ({
      ...fix,
      edits: edits.map(({ from: start, to: end, newText }) => ({ range: rangeIn(document.tree, start, end), newText })),
    })),
  };
}
