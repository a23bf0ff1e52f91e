import type { Problem } from "../problem.ts";

/** A problem before it is known which file, and perhaps which function, it belongs to. */
export type ProblemDraft = Omit<Problem, "file">;

export type Report = (draft: ProblemDraft) => void;

/** Gathers the problems of one file. The same problem is kept once, however often resolving meets it. */
export class ProblemCollector {
  readonly #file: string;
  readonly #seen = new Map<string, Problem>();

  constructor(file: string) {
    this.#file = file;
  }

  get problems(): readonly Problem[] {
    return [...this.#seen.values()].sort(byPosition);
  }

  readonly report: Report = (draft) => {
    const { line, character } = draft.range.start;
    const key = `${draft.code}:${line}:${character}:${draft.message}`;
    const known = this.#seen.get(key);
    if (known === undefined || (known.logicalId === undefined && draft.logicalId !== undefined)) {
      this.#seen.set(key, { ...draft, file: this.#file });
    }
  };

  /** A reporter whose problems all belong to one function. */
  of(logicalId: string): Report {
    return (draft) => this.report({ ...draft, logicalId });
  }
}

function byPosition(one: Problem, other: Problem): number {
  return one.range.start.line - other.range.start.line || one.range.start.character - other.range.start.character;
}
