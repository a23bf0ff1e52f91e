import type { DebuggerSpeech } from "./debugger-speech.ts";

/**
 * Has a runtime wait for a debugger before any of the function's code: `host:port` to listen on, 0 for a free port. It is
 * gone by the time user code runs.
 */
export const debugVariable = "PILOTLIGHT_DEBUG";

/**
 * Path of what has a debugged Node.js write into its lines which code wrote them, for processes: in a container it stands
 * beside what waits for the debugger. It is gone by the time user code runs.
 */
export const logPlacesVariable = "PILOTLIGHT_LOG_PLACES";

export interface DebugListener {
  /** The debugger can be reached at this port, as the runtime sees it. */
  onListening(port: number): void;
  /** The wait is over: a debugger has come, or none has in time. */
  onGoesOn(how: "attached" | "missed"): void;
  /** The runtime would end, but its debugger has not left. */
  onHeld(): void;
}

/**
 * Passes a stream of a debugged runtime's output on but for lines that are not the function's: what our own files say of
 * the debugger, between record separators, and what the debugger says by itself.
 */
export class DebugOutput {
  readonly #onContent: (content: Buffer) => void;
  readonly #listener: DebugListener;
  readonly #speech: DebuggerSpeech;
  /** How lines begin that are left out. */
  readonly #beginnings: readonly string[];
  /** The beginning of a line that may be none of the function's. */
  #held: Buffer = Buffer.alloc(0);
  #isInLine = false;

  constructor(onContent: (content: Buffer) => void, listener: DebugListener, speech: DebuggerSpeech) {
    this.#onContent = onContent;
    this.#listener = listener;
    this.#speech = speech;
    this.#beginnings = [mark, ...speech.beginnings];
  }

  push(chunk: Buffer): void {
    const content = Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    let passedTo = 0;
    let at = 0;
    while (at < content.length) {
      const end = content.indexOf(newline, at);
      const line = content.subarray(at, end < 0 ? content.length : end).toString("latin1");
      if (this.#isInLine) {
        this.#isInLine = end < 0;
      } else if (end < 0) {
        if (this.#mayBecomeOther(line)) {
          this.#passOn(content.subarray(passedTo, at));
          this.#held = content.subarray(at);
          return;
        }
        this.#isInLine = true;
      } else if (this.#isOther(line)) {
        this.#passOn(content.subarray(passedTo, at));
        this.#hear(line);
        passedTo = end + 1;
      }
      at = end < 0 ? content.length : end + 1;
    }
    this.#passOn(content.subarray(passedTo));
  }

  /** Nothing more comes. */
  end(): void {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    this.#passOn(held);
  }

  #passOn(content: Buffer): void {
    if (content.length > 0) this.#onContent(content);
  }

  #hear(line: string): void {
    const { listening, held } = this.#speech;
    const port = listening?.exec(line)?.[1];
    if (line.startsWith(listeningMark)) this.#listener.onListening(parseInt(line.slice(listeningMark.length), 10));
    else if (port !== undefined) this.#listener.onListening(Number(port));
    else if (line === doneMark) this.#listener.onGoesOn("attached");
    else if (line === missedMark) this.#listener.onGoesOn("missed");
    else if (line === held) this.#listener.onHeld();
  }

  #isOther(line: string): boolean {
    return this.#beginnings.some((beginning) => beginsAs(line, beginning));
  }

  #mayBecomeOther(line: string): boolean {
    return this.#beginnings.some((beginning) =>
      beginsAs(line.slice(0, beginning.length), beginning.slice(0, line.length)),
    );
  }
}

/** `0` in `beginning` stands for any digit. */
function beginsAs(line: string, beginning: string): boolean {
  return line.slice(0, beginning.length).replaceAll(/\d/g, "0") === beginning;
}

const newline = 10;

// As the files in `container/gate` and `bootstrap` write them.
const mark = "\u001epilotlight debugger ";
const listeningMark = `${mark}at `;
const doneMark = `${mark}done\u001e`;
const missedMark = `${mark}missed\u001e`;
