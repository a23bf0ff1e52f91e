/** Zero-based, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export type Severity = "error" | "warning" | "info";

/**
 * Something wrong in a person's own files. A value, never thrown: the rest of the project goes on.
 * `message` says what is wrong and names the value; `hint` says what to do next.
 */
export interface Problem {
  /** Stable and kebab-case, for settings and searches: `memory-out-of-range`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
  /** Absolute path of the file the range is in. */
  readonly file: string;
  readonly range: Range;
  /** Logical id of the function concerned, where there is one. */
  readonly logicalId?: string;
  /** Where a limit comes from, for problems about limits. */
  readonly source?: string;
}

/** The range used when nothing better is known. */
export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
