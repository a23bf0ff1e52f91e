/** Does things in the order in which they were asked for, though what some of them need has to be waited for. */
export class OrderedWork {
  /** What is not done yet; undefined when all is. */
  #rest: Promise<void> | undefined;

  /**
   * At once if nothing has to be waited for.
   *
   * @param needed must not reject
   */
  do<T>(needed: T | Promise<T>, work: (value: T) => void): void {
    if (!this.#rest && !(needed instanceof Promise)) {
      work(needed);
      return;
    }
    const rest = Promise.all([needed, this.#rest]).then(([value]) => {
      work(value);
      if (this.#rest === rest) this.#rest = undefined;
    });
    this.#rest = rest;
  }
}
