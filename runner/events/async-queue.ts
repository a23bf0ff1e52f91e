import type { Dispatched } from "../environment/dispatcher.ts";
import type { Invocation } from "../environment/invocation.ts";
import { Failure } from "../model/failure.ts";
import type { AcceptedEvent, Store } from "../store/store.ts";

export interface AsyncQueueOptions {
  readonly store: Store;
  /** Undefined when the function is gone. Throws as `Dispatcher.invoke`. */
  readonly invoke: (functionName: string, invocation: Invocation) => Promise<Dispatched> | undefined;
  /** An event whose first try did not get to the function, and why: sentences. It is tried again. */
  readonly onDelayed: (event: AcceptedEvent, reason: string) => void;
  /** An event that was given up, and why: sentences. */
  readonly onDropped: (event: AcceptedEvent, reason: string) => void;
  readonly onBug: (error: unknown) => void;
}

/** Why an event did not get to its function this time. */
interface Obstacle {
  /** Sentences. */
  readonly text: string;
  readonly isThrottle: boolean;
}

/** How long Lambda keeps trying an event that it can't run. Source: AWS Lambda quotas, maximum event age. */
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
  readonly #running = new Set<Promise<void>>();

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

  /**
   * Starts nothing more. Resolves when the events that run have ended or were cut short; those stay on disk for the
   * next runner, as do those that wait.
   */
  async dispose(): Promise<void> {
    this.#abort.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#running);
  }

  #enqueue(event: AcceptedEvent): void {
    this.#waiting.push(event);
    this.#runMore();
  }

  #runMore(): void {
    while (this.#running.size < maxRunning && !this.#abort.signal.aborted) {
      const event = this.#waiting.shift();
      if (!event) return;
      this.#own(this.#run(event, firstBackoffMs));
    }
  }

  #own(run: Promise<void>): void {
    const running = run.catch(this.#options.onBug).finally(() => {
      this.#running.delete(running);
      this.#runMore();
    });
    this.#running.add(running);
  }

  async #run(event: AcceptedEvent, backoffMs: number): Promise<void> {
    const { store, invoke, onDelayed, onDropped } = this.#options;
    const reason = await this.#try(event, invoke);
    if (reason === undefined) {
      store.finishEvent(event.invocation.requestId);
    } else if (this.#abort.signal.aborted) {
      return;
    } else if (Date.now() - event.acceptedAt > maxEventAgeMs) {
      onDropped(event, reason.text);
      store.finishEvent(event.invocation.requestId);
    } else {
      // That a burst waits for its turn is no news.
      if (backoffMs === firstBackoffMs && !reason.isThrottle) onDelayed(event, reason.text);
      this.#later(backoffMs, () => this.#run(event, Math.min(backoffMs * 2, lastBackoffMs)));
    }
  }

  /** Undefined when the event ran to its end, whatever the function made of it; else why it did not. */
  async #try(event: AcceptedEvent, invoke: AsyncQueueOptions["invoke"]): Promise<Obstacle | undefined> {
    const { functionName } = event;
    const dispatching = invoke(functionName, event.invocation);
    if (!dispatching) {
      // A template that is broken for a while, or another one, must not cost accepted events.
      const text = `The function ${functionName} is not in the project. Bring it back to have the event run.`;
      return { text, isThrottle: false };
    }
    try {
      const dispatched = await dispatching;
      if (dispatched.kind === "throttled") {
        return { text: `It was throttled (${dispatched.reason}).`, isThrottle: true };
      }
      await dispatched.running.completed;
      return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { text: error.message, isThrottle: false };
    }
  }

  #later(delayMs: number, run: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#own(run());
    }, delayMs);
    this.#timers.add(timer);
  }
}
