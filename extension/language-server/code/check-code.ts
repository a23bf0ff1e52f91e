import type { Finding } from "../../../runner/model/rules/finding.ts";
import { suppressionsIn } from "../../../runner/model/rules/suppressions.ts";
import { heavyImportUnused } from "./heavy-import-unused.ts";
import type { ParsedCode } from "./parse-code.ts";
import { blockingWorkAtImport } from "./blocking-work-at-import.ts";
import { clientInHandler } from "./client-in-handler.ts";
import { secretInCode } from "./secret-in-code.ts";
import { wholeAwsSdk } from "./whole-aws-sdk.ts";

/** One version of a source file. */
export interface CodeDocument {
  /** Absolute path. */
  readonly file: string;
  readonly text: string;
  /** Of this very text. */
  readonly tree: ParsedCode;
}

export interface CodeContext {
  /** Of the functions whose handlers are in the file; null where that isn't known. */
  readonly runtime: string | null;
  /** Names of the functions in the file that are handlers: `handler`, `lambda_handler`. A file of no handler has none. */
  readonly handlers: readonly string[];
}

/**
 * What good practice for Lambda says against a source file, in the order of its lines. Handlers' files are checked for
 * everything, others for secrets only: what else they hold may be scripts that never run in Lambda.
 */
export function checkCode(document: CodeDocument, context: CodeContext): Finding[] {
  if (document.text.length > maxLength || isTest(document.file)) return [];
  const rules = context.handlers.length === 0 ? [secretInCode] : [secretInCode, ...rulesOfHandlers];
  const found = rules.flatMap((rule) => rule(document, context));
  const suppressions = suppressionsIn(document.text);
  const shown = found.filter(({ code, range }) => !suppressions.isSuppressed(code, range.start.line));
  return shown.toSorted(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
}

/** A file longer than this is a bundle, which nobody writes by hand. */
const maxLength = 500_000;

type CodeRule = (document: CodeDocument, context: CodeContext) => Finding[];

const rulesOfHandlers: readonly CodeRule[] = [wholeAwsSdk, heavyImportUnused, clientInHandler, blockingWorkAtImport];

/** By the names that test runners look for, and the folders that tests are kept in. */
function isTest(file: string): boolean {
  const path = file.replaceAll("\\", "/");
  return (
    /(?:^|\/)(?:tests?|__tests__|__mocks__|spec|fixtures)\//i.test(path) ||
    /(?:[._-](?:test|spec|mock)s?\.\w+|\/test_\w+\.py|\/conftest\.py|Tests?\.(?:java|kt|cs))$/.test(path)
  );
}
