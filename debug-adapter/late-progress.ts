import { randomUUID } from "node:crypto";
import { ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RunnerEvent } from "../runner/control/protocol.ts";

export interface LateProgressOptions {
  readonly title: string;
  /** `seq` of the request that it is about. */
  readonly requestId: number;
  /** The client shows progress, and can cancel it; others are told on the console. */
  readonly isSupported: boolean;
  readonly send: (event: DebugProtocol.Event) => void;
  readonly print: (line: string) => void;
}

/** How long something may take before it is told of, in ms. */
const patienceMs = 500;

/** Tells a client how far something is that takes longer than half a second, and hears when it is to be given up. */
export class LateProgress {
  readonly id: string = randomUUID();
  readonly #options: LateProgressOptions;
  readonly #cancelled = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #printed = new Set<string>();
  #isShown = false;
  #step: { readonly what: string; readonly detail: string } | undefined;

  constructor(options: LateProgressOptions) {
    this.#options = options;
    this.#timer = setTimeout(() => this.#show(), patienceMs);
  }

  get requestId(): number {
    return this.#options.requestId;
  }

  /** Aborts when the client has had enough of waiting. */
  get signal(): AbortSignal {
    return this.#cancelled.signal;
  }

  cancel(): void {
    this.#cancelled.abort();
  }

  report(event: Extract<RunnerEvent, { event: "progress" }>): void {
    const what =
      event.kind === "tool" ? event.tool : `${event.kind === "pull" ? "Pulling" : "Building"} ${event.image}`;
    this.#step = { what, detail: event.text };
    if (this.#isShown) this.#tellStep();
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#isShown && this.#options.isSupported) this.#options.send(new ProgressEndEvent(this.id));
  }

  #show(): void {
    const { title, isSupported, requestId, send, print } = this.#options;
    this.#isShown = true;
    if (isSupported) {
      const started: DebugProtocol.ProgressStartEvent = new ProgressStartEvent(this.id, title);
      started.body.cancellable = true;
      started.body.requestId = requestId;
      send(started);
    } else print(`${title}…`);
    this.#tellStep();
  }

  /** A console keeps what it is told: there each step is told of once. */
  #tellStep(): void {
    if (!this.#step) return;
    const { what, detail } = this.#step;
    if (this.#options.isSupported) {
      this.#options.send(new ProgressUpdateEvent(this.id, detail === "" ? what : `${what}: ${detail}`));
    } else if (!this.#printed.has(what)) {
      this.#printed.add(what);
      this.#options.print(`${what}…`);
    }
  }
}
