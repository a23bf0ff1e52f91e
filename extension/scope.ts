/** Owns what has to be disposed of: in reverse order, and at once what comes too late. */
export class Scope {
  readonly #owned: { dispose(): unknown }[] = [];
  #isDisposed = false;

  /** Takes over what was just made; creation and ownership are one expression. */
  own<T extends { dispose(): unknown }>(owned: T): T {
    if (this.#isDisposed) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const owned of this.#owned.splice(0).reverse()) owned.dispose();
  }
}
