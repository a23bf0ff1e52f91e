import * as vscode from "vscode";
import { until } from "./until.ts";

interface StackFrame {
  readonly id: number;
  /** From 1. */
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** A thread that stands still, in whichever session. */
export class DebugStop {
  /** Of the environment that it is a thread of, as the call stack has it. */
  readonly environmentName: string;
  /** Why, in the Debug Adapter Protocol's words. */
  readonly reason: string;
  /** What people read of that where the stop is shown, if the debugger has more to say of it. */
  readonly description: string | undefined;
  readonly #session: vscode.DebugSession;
  readonly #threadId: number;
  readonly #frame: StackFrame;

  private constructor(session: vscode.DebugSession, { reason, description, threadId }: StoppedBody, frame: StackFrame) {
    this.#session = session;
    this.reason = reason;
    this.description = description;
    this.#threadId = threadId;
    this.#frame = frame;
    this.environmentName = session.name;
  }

  static async of(session: vscode.DebugSession, body: StoppedBody): Promise<DebugStop> {
    const answer: unknown = await session.customRequest("stackTrace", { threadId: body.threadId, levels: 1 });
    const [frame] = (answer as { stackFrames: StackFrame[] }).stackFrames;
    if (!frame) throw new Error("It stands nowhere");
    return new DebugStop(session, body, frame);
  }

  /** From 1. */
  get line(): number {
    return this.#frame.line;
  }

  get path(): string {
    return vscode.Uri.parse(this.#frame.source?.path ?? "").path;
  }

  async evaluate(expression: string): Promise<string> {
    const question = { expression, frameId: this.#frame.id, context: "watch" };
    const answer: unknown = await this.#session.customRequest("evaluate", question);
    return (answer as { result: string }).result;
  }

  async goOn(): Promise<void> {
    await this.request("continue", { threadId: this.#threadId });
  }

  /** Moves on by a step, which ends in a stop again. */
  async step(how: "next" | "stepIn" | "stepOut"): Promise<void> {
    await this.request(how, { threadId: this.#threadId });
  }

  /** Asks the debugger that it stands in for something else. */
  async request(command: string, args: object): Promise<void> {
    await this.#session.customRequest(command, args);
  }
}

interface StoppedBody {
  readonly threadId: number;
  readonly reason: string;
  readonly description?: string;
}

/** Hears of every stop in every session that starts from now on. */
export class DebugStops implements vscode.Disposable {
  readonly #trackers: vscode.Disposable;
  readonly #stops: Promise<DebugStop>[] = [];
  /** How often each session that goes on has taken breakpoints over. */
  readonly #takenOver = new Map<vscode.DebugSession, number>();

  constructor() {
    this.#trackers = vscode.debug.registerDebugAdapterTrackerFactory("*", {
      createDebugAdapterTracker: (session) => ({
        onWillStopSession: () => void this.#takenOver.delete(session),
        onDidSendMessage: (message: { event?: string; command?: string; body?: StoppedBody }) => {
          if (message.command === "setBreakpoints") {
            this.#takenOver.set(session, (this.#takenOver.get(session) ?? 0) + 1);
          }
          if (message.event !== "stopped" || !message.body) return;
          const stop = DebugStop.of(session, message.body);
          // Whoever asks for it hears of it.
          stop.catch(() => undefined);
          this.#stops.push(stop);
        },
      }),
    });
  }

  /** The next stop, of those not asked for yet. */
  next(): Promise<DebugStop> {
    return until("a stop", () => this.#stops.shift());
  }

  /** Changes breakpoints, and waits until every session that had any knows of it. */
  async setBreakpoints(breakpoints: readonly vscode.Breakpoint[]): Promise<void> {
    const removed = vscode.debug.breakpoints;
    await this.#change(() => vscode.debug.removeBreakpoints(removed), removed.length > 0);
    await this.#change(() => vscode.debug.addBreakpoints(breakpoints), breakpoints.length > 0);
  }

  async #change(change: () => void, isOne: boolean): Promise<void> {
    const before = new Map(this.#takenOver);
    change();
    if (!isOne) return;
    await until("breakpoints to be taken over", () =>
      [...before].every(([session, count]) => (this.#takenOver.get(session) ?? Infinity) > count),
    );
  }

  dispose(): void {
    this.#trackers.dispose();
  }
}
