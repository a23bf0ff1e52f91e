import type { Problem, Range } from "../problem.ts";

/** A change that mends a finding. Its edits are in the finding's own file and don't overlap. */
export interface Fix {
  /** What choosing it does, as an order: "Set VisibilityTimeout to 180". */
  readonly title: string;
  readonly edits: readonly Edit[];
  /** It is the one to take when a person asks for the usual fix; false where it needs a decision. */
  readonly isPreferred: boolean;
}

export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** A problem that one of the rules found: its `code` stands in the table of `rules.ts`. */
export interface Finding extends Problem {
  readonly fixes: readonly Fix[];
}
