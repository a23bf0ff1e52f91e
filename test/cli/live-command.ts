import type { ChildProcess } from "node:child_process";
import { exitCode, spawnCli, stopChild, type CliOptions } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

/** A command of the CLI while it runs, with what it has written so far. Stopped with its scope. */
export class LiveCommand {
  readonly child: ChildProcess;
  /** Resolves to its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  stdout = "";
  stderr = "";
  readonly #lookers = new Set<() => void>();
  #hasEnded = false;

  constructor(scope: Scope, args: readonly string[], options: CliOptions) {
    this.child = spawnCli(args, options);
    scope.after(() => stopChild(this.child));
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.#look();
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      this.#look();
    });
    this.ended = exitCode(this.child).finally(() => {
      this.#hasEnded = true;
      this.#look();
    });
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error("The command has no process");
    return this.child.pid;
  }

  /** Resolves when `what` is true; rejects with all that was written when the command ends before. */
  until(what: (command: this) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (what(this)) resolve();
        else if (this.#hasEnded) reject(new Error(`It ended before: ${this.stdout}\n${this.stderr}`));
        else return;
        this.#lookers.delete(look);
      };
      this.#lookers.add(look);
      look();
    });
  }

  #look(): void {
    for (const look of [...this.#lookers]) look();
  }
}
