/** Output on its way to one listener. What comes before there is a listener is kept for it. */
export class OutputRelay {
  #listener: ((chunk: Buffer) => void) | undefined;
  #waiting: Buffer[] = [];

  listen(listener: (chunk: Buffer) => void): void {
    this.#listener = listener;
    for (const chunk of this.#waiting.splice(0)) listener(chunk);
  }

  push(chunk: Buffer): void {
    if (this.#listener === undefined) this.#waiting.push(chunk);
    else this.#listener(chunk);
  }
}
