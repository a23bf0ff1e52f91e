import { stripVTControlCharacters } from "node:util";

/** The last line for people of what a tool prints. */
export class LastLine {
  #line: string | undefined;

  add(chunk: Buffer): void {
    const lines = stripVTControlCharacters(chunk.toString()).split(/[\r\n]/);
    // Cargo prints JSON for programs in between.
    this.#line =
      lines.map((line) => line.trim()).findLast((line) => line !== "" && !line.startsWith("{")) ?? this.#line;
  }

  /** Undefined when there is none since the last time. */
  take(): string | undefined {
    const line = this.#line;
    this.#line = undefined;
    return line;
  }
}
