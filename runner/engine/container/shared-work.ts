/**
 * Runs a piece of work once for everybody who wants it at the same time. Each hears its progress; it is stopped when the
 * last of them has given up.
 */
export class SharedWork<Step> {
  readonly #running = new Map<string, Running<Step>>();

  /**
   * Joins the work of this key, or starts it.
   *
   * @param work its signal aborts when nobody waits any more
   */
  async run(
    key: string,
    work: (signal: AbortSignal, report: (step: Step) => void) => Promise<void>,
    report: (step: Step) => void,
    signal: AbortSignal,
  ): Promise<void> {
    signal.throwIfAborted();
    const running = this.#running.get(key) ?? this.#start(key, work);
    running.reports.add(report);
    const { promise: givenUp, reject: giveUp } = Promise.withResolvers<never>();
    const onAbort = (): void => giveUp(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await Promise.race([running.done, givenUp]);
    } finally {
      signal.removeEventListener("abort", onAbort);
      running.reports.delete(report);
      if (running.reports.size === 0) {
        if (this.#running.get(key) === running) this.#running.delete(key);
        running.controller.abort();
      }
    }
  }

  #start(key: string, work: (signal: AbortSignal, report: (step: Step) => void) => Promise<void>): Running<Step> {
    const controller = new AbortController();
    const reports = new Set<(step: Step) => void>();
    const done = work(controller.signal, (step) => reports.forEach((report) => report(step)));
    // Everybody who waits gets the error; when nobody does any more, it is of no interest.
    done.catch(() => undefined);
    const running = { controller, reports, done };
    this.#running.set(key, running);
    return running;
  }
}

interface Running<Step> {
  readonly controller: AbortController;
  readonly reports: Set<(step: Step) => void>;
  readonly done: Promise<void>;
}
