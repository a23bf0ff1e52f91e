import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { stateVariables } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

const adapterPath = join(import.meta.dirname, "..", "..", "dist", "debug-adapter.js");

const heardKinds = [
  ...(["lambdaEnvironment", "output", "thread", "terminated", "breakpoint"] as const),
  ...(["progressStart", "progressUpdate", "progressEnd"] as const),
];

type HeardKind = (typeof heardKinds)[number];

/** The built adapter as an editor runs it, with all events that it has sent. It ends with its scope. */
export class AdapterClient extends DebugClient {
  readonly events: DebugProtocol.Event[] = [];
  #lookers: (() => void)[] = [];
  #stopped: Promise<void> | undefined;

  private constructor(cwd: string, env: Readonly<Record<string, string>>) {
    super(process.execPath, adapterPath, "lambda", { cwd, env: { ...process.env, ...stateVariables(cwd), ...env } });
    // How long something takes is not what tests are about; the runner of the tests has its own patience.
    this.defaultTimeout = 120_000;
    for (const kind of heardKinds) {
      this.on(kind, (event: DebugProtocol.Event) => {
        this.events.push(event);
        for (const look of this.#lookers.splice(0)) look();
      });
    }
  }

  /** @param cwd also where runners keep their state */
  static async start(scope: Scope, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<AdapterClient> {
    const client = new AdapterClient(cwd, env);
    await client.start();
    scope.after(() => client.stop());
    return client;
  }

  /** From `initialize` until the session is set up. */
  async begin(request: "launch" | "attach", args: Readonly<Record<string, unknown>>): Promise<void> {
    await Promise.all([
      this.configurationSequence(),
      request === "launch" ? this.launch(args) : this.initializeRequest().then(() => this.attachRequest(args)),
    ]);
  }

  /** Why a request is refused, as people see it. */
  async refusal(request: Promise<DebugProtocol.Response>): Promise<string> {
    return await request.then(
      () => Promise.reject(new Error("The request was not refused")),
      (error: unknown) => (error as Error).message,
    );
  }

  /** As an editor does it. Again has no effect: nobody would answer. */
  override stop(): Promise<void> {
    return (this.#stopped ??= super.stop());
  }

  /** Says that it leaves, and leaves the adapter's end to that. */
  async disconnect(): Promise<void> {
    await this.disconnectRequest();
    this.#stopped = Promise.resolve();
  }

  /** As when it crashes. */
  kill(): void {
    this.#process.kill("SIGKILL");
    this.#stopped = Promise.resolve();
  }

  /** As when the editor is gone, and nobody reads or writes any more. */
  closeStreams(): void {
    this.#process.stdin?.destroy();
    this.#process.stdout?.destroy();
    this.#stopped = Promise.resolve();
  }

  get #process(): ChildProcess {
    return this["_adapterProcess"] as ChildProcess;
  }

  /** Resolves to the first event, of all so far and to come, that matches. */
  heard(kind: HeardKind, matches: (body: EventBody) => boolean = () => true): Promise<EventBody> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.events.find((each) => each.event === kind && matches(bodyOf(each)));
        if (found) resolve(bodyOf(found));
        else this.#lookers.push(look);
      };
      look();
    });
  }

  /** Resolves once a debug console shows this. */
  shown(category: string, pattern: RegExp): Promise<EventBody> {
    return this.heard("output", (body) => body["category"] === category && pattern.test(String(body["output"])));
  }
}

export type EventBody = Readonly<Record<string, unknown>>;

function bodyOf(event: DebugProtocol.Event): EventBody {
  return (event.body ?? {}) as EventBody;
}
