import type { Position, Range } from "../problem.ts";

/** A text by lines and offsets. */
export class TextPlaces {
  readonly text: string;
  readonly lineEnd: "\r\n" | "\n";
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    const starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** What stands in a range. */
  slice({ start, end }: Range): string {
    return this.text.slice(this.offsetAt(start), this.offsetAt(end));
  }

  offsetAt({ line, character }: Position): number {
    const start = this.#starts[line];
    return start === undefined ? this.text.length : Math.min(start + character, this.text.length);
  }

  positionAt(offset: number): Position {
    const after = this.#starts.findIndex((start) => start > offset);
    const line = after < 0 ? this.#starts.length - 1 : after - 1;
    return { line, character: offset - (this.#starts[line] ?? 0) };
  }

  /** A line without its end. */
  line(line: number): string {
    return this.text.slice(this.#starts[line], (this.#starts[line + 1] ?? this.text.length + 1) - 1).replace(/\r$/, "");
  }
}
