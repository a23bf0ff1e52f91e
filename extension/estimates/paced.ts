/** Acts at once on the first of many, and then on what has come meanwhile, once in a while. */
export class Paced {
  readonly #act: (name: string) => void;
  readonly #everyMs: number;
  readonly #waiting = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** @param everyMs between two times that something is done */
  constructor(act: (name: string) => void, everyMs: number) {
    this.#act = act;
    this.#everyMs = everyMs;
  }

  add(name: string): void {
    this.#waiting.add(name);
    if (this.#timer === undefined) this.#actNow();
  }

  /** What waits is not done any more. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  #actNow(): void {
    const names = [...this.#waiting];
    this.#waiting.clear();
    this.#timer = names.length === 0 ? undefined : setTimeout(() => this.#actNow(), this.#everyMs);
    for (const name of names) this.#act(name);
  }
}
