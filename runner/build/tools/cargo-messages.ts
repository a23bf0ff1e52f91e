import { resolve } from "node:path";
import type { Diagnostic } from "./tool-failure.ts";

export interface CargoExecutable {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
}

/**
 * Reads what `cargo build --message-format=json` writes to its standard output: what compilers say, and the programs
 * that are there.
 *
 * @param workspace what the compilers' paths are relative to
 * @see https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages
 */
export function readCargoMessages(
  stdout: string,
  workspace: string,
): { readonly diagnostics: readonly Diagnostic[]; readonly executables: readonly CargoExecutable[] } {
  const diagnostics: Diagnostic[] = [];
  const executables: CargoExecutable[] = [];
  for (const line of stdout.split("\n")) {
    const message = parse(line);
    if (message?.reason === "compiler-message") diagnostics.push(...diagnosticOf(message.message, workspace));
    if (message?.reason !== "compiler-artifact" || message.executable === null) continue;
    const { name, kind } = message.target;
    if (kind.includes("bin")) executables.push({ name, path: message.executable });
  }
  return { diagnostics, executables };
}

/** What Cargo itself says about manifests: `error: …` and below it ` --> Cargo.toml:3:5`. */
export function cargoErrors(output: string, folder: string): Diagnostic[] {
  return [...output.matchAll(/^error(?:\[\w+\])?: (.+)\n(?:.*\n){0,2}?\s*--> (.+?):(\d+):(\d+)$/gm)].map(
    ([, message = "", file = "", line, column]) => ({
      severity: "error",
      message,
      file: resolve(folder, file),
      line: Number(line),
      column: Number(column),
    }),
  );
}

type CargoMessage =
  | { readonly reason: "compiler-message"; readonly message: CompilerMessage }
  | {
      readonly reason: "compiler-artifact";
      readonly target: { readonly name: string; readonly kind: readonly string[] };
      readonly executable: string | null;
    }
  | { readonly reason: "build-finished" };

interface CompilerMessage {
  readonly level: string;
  readonly message: string;
  readonly spans: readonly Span[];
}

interface Span {
  readonly file_name: string;
  readonly line_start: number;
  readonly column_start: number;
  readonly line_end: number;
  readonly column_end: number;
  readonly is_primary: boolean;
  readonly label: string | null;
  readonly expansion: { readonly span: Span } | null;
}

/** A build script may print lines of its own. */
function parse(line: string): CargoMessage | undefined {
  if (!line.startsWith('{"reason":')) return undefined;
  try {
    return JSON.parse(line) as CargoMessage;
  } catch {
    return undefined;
  }
}

function diagnosticOf({ level, message, spans }: CompilerMessage, workspace: string): Diagnostic[] {
  const primary = spans.find((span) => span.is_primary);
  if (primary === undefined || !/^(error|warning)/.test(level)) return [];
  // Inside a macro, what counts is where it is called.
  let span = primary;
  while (span.expansion) span = span.expansion.span;
  return [
    {
      severity: level === "warning" ? "warning" : "error",
      message: primary.label ? `${message}: ${primary.label}` : message,
      file: resolve(workspace, span.file_name),
      line: span.line_start,
      column: span.column_start,
      end: { line: span.line_end, column: span.column_end },
    },
  ];
}
