import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ReloadReport } from "../../runner/reload/reload-batch.ts";
import type { RunnerLine } from "./runner-process.ts";
import type { RunningProject } from "./running-project.ts";

/** A `reload` line of `start --json`. */
export type ReloadLine = ReloadReport;

/** Saves files of a running project and waits for what comes of it. */
export class Saves {
  readonly #project: RunningProject;

  constructor(project: RunningProject) {
    this.#project = project;
  }

  get lines(): readonly RunnerLine[] {
    return this.#project.runner.lines;
  }

  /** Every `reload` line so far. */
  get reloads(): ReloadLine[] {
    return this.lines.map(reloadOf).filter((reload) => reload !== undefined);
  }

  write(path: string, content: string): void {
    const file = join(this.#project.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Saves a file and resolves to the reload that follows. */
  async save(path: string, content: string): Promise<ReloadLine> {
    return await this.after(() => this.write(path, content));
  }

  /** Does something and resolves to the first reload that follows. */
  async after(change: () => void | Promise<void>): Promise<ReloadLine> {
    const line = await this.lineAfter(change, (candidate) => reloadOf(candidate) !== undefined);
    return line as unknown as ReloadLine;
  }

  /** Does something and resolves to the first line that matches and follows. */
  async lineAfter(change: () => void | Promise<void>, matches: (line: RunnerLine) => boolean): Promise<RunnerLine> {
    const before = this.lines.length;
    await change();
    return await this.#project.line((line) => matches(line) && this.lines.indexOf(line) >= before);
  }
}

/** A line as a reload, if it is one. */
export function reloadOf(line: RunnerLine): ReloadLine | undefined {
  return line.event === "reload" ? (line as unknown as ReloadLine) : undefined;
}
