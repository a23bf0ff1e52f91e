/** Tells what boots as a spare how to say that it has arrived at its gate. It is gone by the time user code runs. */
export const gateVariable = "PILOTLIGHT_GATE";

/** What a spare writes as a line of its own. No program writes a record separator by chance. */
export const gateMark = "\u001epilotlight at gate\u001e";

/** Passes output on but for the gate's mark, which may come in pieces or between other output. */
export class GateMarkFilter {
  readonly #onContent: (content: Buffer) => void;
  readonly #onArrival: () => void;
  /** The end of what came, where that may be the beginning of the mark. */
  #held: Buffer = Buffer.alloc(0);
  #hasArrived = false;

  constructor(onContent: (content: Buffer) => void, onArrival: () => void) {
    this.#onContent = onContent;
    this.#onArrival = onArrival;
  }

  push(chunk: Buffer): void {
    if (this.#hasArrived) {
      this.#onContent(chunk);
      return;
    }
    const content = Buffer.concat([this.#held, chunk]);
    const at = content.indexOf(mark);
    this.#hasArrived = at >= 0;
    const clearBytes = this.#hasArrived ? at : content.length - beginningOfMark(content);
    this.#held = this.#hasArrived ? Buffer.alloc(0) : content.subarray(clearBytes);
    this.#passOn(content.subarray(0, clearBytes));
    if (!this.#hasArrived) return;
    this.#onArrival();
    this.#passOn(content.subarray(at + mark.length));
  }

  /** Nothing more comes, so what looked like a beginning of the mark was none. */
  end(): void {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    this.#passOn(held);
  }

  #passOn(content: Buffer): void {
    if (content.length > 0) this.#onContent(content);
  }
}

const mark = Buffer.from(`${gateMark}\n`);

/** Length of the longest end of the content with which the mark begins. */
function beginningOfMark(content: Buffer): number {
  for (let length = Math.min(mark.length - 1, content.length); length > 0; length--) {
    if (content.subarray(content.length - length).equals(mark.subarray(0, length))) return length;
  }
  return 0;
}
