import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import type { DebuggerEvent } from "../../runner/control/protocol.ts";
import type { Scope } from "../harness/scope.ts";

/** Java's own debugger at a command line. */
export class JdbClient {
  readonly #jdb: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<unknown>;
  #output = "";
  #look: () => void = () => undefined;

  private constructor(jdb: ChildProcessWithoutNullStreams) {
    this.#jdb = jdb;
    this.#closed = once(jdb, "close");
    jdb.stdin.on("error", () => undefined);
    jdb.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#output += text;
      this.#look();
    });
  }

  /** Attaches to a machine that stands still, sets breakpoints (`example.App:3`) and lets it go on. */
  static async attach(
    scope: Scope,
    { host, port }: Pick<DebuggerEvent, "host" | "port">,
    breakpoints: readonly string[],
  ): Promise<JdbClient> {
    const address = `com.sun.jdi.SocketAttach:hostname=${host},port=${String(port)}`;
    const client = new JdbClient(spawn("jdb", ["-connect", address], { stdio: "pipe" }));
    scope.after(() => client.quit());
    await client.#read(/VM Started: [^]*\n\S+\[1\] /);
    for (const breakpoint of breakpoints) {
      await client.ask(`stop at ${breakpoint}`, /Deferring breakpoint [^]*\n\S+\[1\] /);
    }
    client.resume();
    return client;
  }

  /** Where it stands still, as it says itself: `example.App.handler(), line=7`. */
  async nextStop(): Promise<string> {
    const [, place = ""] = await this.#read(/Breakpoint hit: "thread=\S+", (\S+, line=\d+) bci=\d+[^]*\n\S+\[1\] /);
    return place;
  }

  /** What it answers to a command, the next prompt included. */
  async ask(command: string, answer = /[^]*\n\S+\[1\] /): Promise<string> {
    this.#jdb.stdin.write(`${command}\n`);
    return (await this.#read(answer))[0];
  }

  resume(): void {
    this.#jdb.stdin.write("cont\n");
  }

  /** Resolves when the machine is gone. */
  async machineEnded(): Promise<void> {
    await this.#closed;
  }

  /** It leaves, and the machine goes on. */
  async quit(): Promise<void> {
    this.#jdb.stdin.write("quit\n");
    await this.#closed;
  }

  /** Takes what matches out of the output so far, or to come, with all before it. */
  async #read(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.#output);
      if (match) {
        this.#output = this.#output.slice(match.index + match[0].length);
        return match;
      }
      const { promise, resolve } = Promise.withResolvers<undefined>();
      this.#look = () => resolve(undefined);
      await Promise.race([
        promise,
        this.#closed.then(() => Promise.reject(new Error(`jdb has ended: ${this.#output}`))),
      ]);
    }
  }
}
