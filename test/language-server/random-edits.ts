/** Numbers that look random and are the same in each run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to below a limit. */
  below(limit: number): number {
    // Park and Miller's generator: short, and random enough to choose places by.
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % Math.max(1, limit);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}

/** What replaces a part of a text. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly newText: string;
}

/**
 * What people do to a text: a key, a deletion, a paste, a line that is moved, doubled or commented out, and now and then a
 * step back to what was there before.
 *
 * @param pieces what is pasted
 * @param earlier texts that were there before
 */
export function randomEdit(random: Random, text: string, pieces: readonly string[], earlier: readonly string[]): Edit {
  const at = random.below(text.length + 1);
  const line = lineAt(text, at);
  switch (random.below(8)) {
    case 0:
      return { from: at, to: at, newText: random.of(keys) };
    case 1:
      return { from: at, to: Math.min(text.length, at + 1 + random.below(4)), newText: "" };
    case 2:
      return { from: at, to: Math.min(text.length, at + random.below(80)), newText: "" };
    case 3:
      return { from: at, to: at, newText: random.of(pieces) };
    case 4:
      return { from: line.start, to: line.start, newText: random.of([...pieces, line.text]) };
    case 5: {
      const other = lineAt(text, line.end);
      return { from: line.start, to: other.end, newText: other.text + line.text };
    }
    case 6:
      return { from: line.start, to: line.end, newText: random.below(2) === 0 ? "" : `# ${line.text}` };
    default:
      return { from: 0, to: text.length, newText: earlier.length === 0 ? text : random.of(earlier) };
  }
}

const keys = [
  "\n",
  " ",
  "  ",
  ":",
  "- ",
  "#",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  ",",
  "x",
  "5",
  "*a",
  "&a ",
  "|",
  "!Ref ",
  "\t",
  "\r\n",
];

/** The line that a place is in, its end included. */
function lineAt(text: string, at: number): { readonly start: number; readonly end: number; readonly text: string } {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  const next = text.indexOf("\n", at);
  const end = next < 0 ? text.length : next + 1;
  return { start, end, text: text.slice(start, end) };
}
