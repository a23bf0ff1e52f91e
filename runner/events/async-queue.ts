import type { Dispatched } from "../environment/dispatcher.ts";
import type { Invocation } from "../environment/invocation.ts";
import { Failure } from "../model/failure.ts";
import type { AcceptedEvent, Store } from "../store/store.ts";

export interface AsyncQueueOptions {
  readonly store: Store;
  /** Undefined when the function is gone. Throws as `Dispatcher.invoke`. */
  readonly invoke: (functionName: string, invocation: Invocation) => Promise<Dispatched> | undefined;
  /** An event that was given up, and why: a sentence. */
  readonly onDropped: (event: AcceptedEvent, reason: string) => void;
  readonly onBug: (error: unknown) => void;
}

/** How long Lambda keeps trying an event that is throttled. Source: AWS Lambda quotas, maximum event age. */
const maxEventAgeMs = 6 * 60 * 60 * 1000;

/** The wait before another try doubles from the first to the second. Source: AWS Lambda developer guide, asynchronous invocation. */
const firstBackoffMs = 1_000;
const lastBackoffMs = 5 * 60 * 1000;

/** So many events run at once; the others wait their turn in the order they came. */
const maxRunning = 100;

/** Accepted events on their way to their functions: on disk first, gone from it when they ran to their end. */
export class AsyncQueue {
  readonly #options: AsyncQueueOptions;
  readonly #abort = new AbortController();
  readonly #waiting: AcceptedEvent[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #running = 0;

  constructor(options: AsyncQueueOptions) {
    this.#options = options;
  }

  /** Returns once the event is on disk. Throws as `Store.acceptEvent`. */
  accept(functionName: string, invocation: Invocation): void {
    const event: AcceptedEvent = { functionName, invocation, acceptedAt: Date.now() };
    this.#options.store.acceptEvent(event);
    this.#enqueue(event);
  }

  /** Takes up what an earlier runner accepted and did not finish. */
  resume(): void {
    for (const event of this.#options.store.unfinishedEvents()) this.#enqueue(event);
  }

  /** Starts nothing more. Events that have not ended stay on disk for the next runner. */
  dispose(): void {
    this.#abort.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #enqueue(event: AcceptedEvent): void {
    this.#waiting.push(event);
    this.#runMore();
  }

  #runMore(): void {
    while (this.#running < maxRunning && !this.#abort.signal.aborted) {
      const event = this.#waiting.shift();
      if (!event) return;
      this.#running++;
      this.#run(event)
        .catch(this.#options.onBug)
        .finally(() => {
          this.#running--;
          this.#runMore();
        });
    }
  }

  async #run(event: AcceptedEvent, backoffMs = firstBackoffMs): Promise<void> {
    const { store, invoke, onDropped } = this.#options;
    const reason = await this.#try(event, invoke);
    if (this.#abort.signal.aborted && reason !== undefined) return;
    if (reason === undefined) {
      store.finishEvent(event.invocation.requestId);
    } else if (reason.isFinal || Date.now() - event.acceptedAt > maxEventAgeMs) {
      onDropped(event, reason.text);
      store.finishEvent(event.invocation.requestId);
    } else {
      this.#later(backoffMs, () => this.#run(event, Math.min(backoffMs * 2, lastBackoffMs)));
    }
  }

  /** Undefined when the event ran to its end, whatever the function made of it. */
  async #try(
    event: AcceptedEvent,
    invoke: AsyncQueueOptions["invoke"],
  ): Promise<{ readonly text: string; readonly isFinal: boolean } | undefined> {
    const dispatching = invoke(event.functionName, event.invocation);
    if (!dispatching) return { text: `The function ${event.functionName} is no longer in the project.`, isFinal: true };
    try {
      const dispatched = await dispatching;
      if (dispatched.kind === "throttled") return { text: `It was throttled (${dispatched.reason}).`, isFinal: false };
      await dispatched.running.completed;
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { text: error.message, isFinal: false };
    }
  }

  #later(delayMs: number, run: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run().catch(this.#options.onBug);
    }, delayMs);
    this.#timers.add(timer);
  }
}
