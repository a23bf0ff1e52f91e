/** Major, minor, patch. */
export type Version = readonly [number, number, number];

/** An executable that said which version it is. */
export interface Interpreter {
  /** Absolute, and the real program rather than a version manager's stand-in for it. */
  readonly path: string;
  readonly version: Version;
  /** A project's own virtual environment: taken before others of the same version. */
  readonly isProjectOwn: boolean;
  /** Variables the program needs to be an interpreter at all (an editor's Electron does). */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The interpreter nearest to what the function's runtime asks for: the same version if there is one, else the nearest
 * newer, else the nearest older. `wanted` is `[22]` for `nodejs22.x`, `[3, 12]` for `python3.12`. Among equals the
 * project's own wins, then one that is nothing else besides, then the highest, then the first.
 */
export function chooseInterpreter<Candidate extends Pick<Interpreter, "version" | "isProjectOwn" | "variables">>(
  candidates: readonly Candidate[],
  wanted: readonly number[],
): Candidate | undefined {
  const rank = (candidate: Candidate): readonly number[] => {
    const distance = compare(candidate.version.slice(0, wanted.length), wanted);
    const direction = distance === 0 ? 0 : distance > 0 ? 1 : 2;
    const sign = direction === 1 ? 1 : -1;
    const series = candidate.version.slice(0, wanted.length).map((part) => sign * part);
    const own = candidate.isProjectOwn ? 0 : 1;
    return [direction, ...series, own, isStandIn(candidate) ? 1 : 0, ...candidate.version.map((part) => -part)];
  };
  return candidates.toSorted((a, b) => compare(rank(a), rank(b)))[0];
}

/** Whether it is an interpreter by the way only: an editor, whose Node.js has a cryptography of its own. */
export function isStandIn({ variables }: Pick<Interpreter, "variables">): boolean {
  return Object.keys(variables).length > 0;
}

/** Whether a version is of the series that is wanted. */
export function isOfSeries(version: Version, wanted: readonly number[]): boolean {
  return wanted.every((part, index) => version[index] === part);
}

/** Finds the first `1.2.3` (or `1.2`, or `1`) in a text. */
export function parseVersion(text: string): Version | undefined {
  const found = /(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text);
  return found ? [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)] : undefined;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
