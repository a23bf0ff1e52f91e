/** What decides about the spare of one function. */
export interface SpareView {
  readonly name: string;
  /** When it was last invoked or edited, on the clock of `performance.now`. */
  readonly usedAtMs: number;
  readonly hasSpare: boolean;
  /** It has been built, and its engine can start a spare of it. */
  readonly canHaveSpare: boolean;
  /** What its spare takes, or is expected to take. */
  readonly memoryMb: number;
}

export interface SpareLimits {
  readonly count: number;
  /** Of all spares together. */
  readonly memoryMb: number;
}

export interface SpareSteps {
  /** Names of functions whose spare is to go. */
  readonly retire: readonly string[];
  /** The function that gets the next one; undefined when all are there that should be. */
  readonly start: string | undefined;
}

/**
 * Which functions are to have a spare: those used most lately, as far as the limits go, and none that was not used since
 * `sinceMs`.
 */
export function nextSpareSteps(views: readonly SpareView[], limits: SpareLimits, sinceMs: number): SpareSteps {
  const wanted = new Set<string>();
  let memoryMb = 0;
  for (const view of views.toSorted((a, b) => b.usedAtMs - a.usedAtMs)) {
    if (!view.canHaveSpare || view.usedAtMs < sinceMs || wanted.size >= limits.count) continue;
    if (memoryMb + view.memoryMb > limits.memoryMb) break;
    memoryMb += view.memoryMb;
    wanted.add(view.name);
  }
  const isThere = new Set(views.filter(({ hasSpare }) => hasSpare).map(({ name }) => name));
  return {
    retire: [...isThere].filter((name) => !wanted.has(name)),
    start: [...wanted].find((name) => !isThere.has(name)),
  };
}
