import { EventEmitter, once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import type { TestContext } from "node:test";
import type { Change } from "./change.ts";
import { SourceWatcher } from "./source-watcher.ts";

interface Setting {
  /** Path below the test's folder to content. */
  readonly files?: Readonly<Record<string, string>>;
  /** What is watched, as paths below the test's folder. */
  readonly watched: { readonly files?: readonly string[]; readonly folders?: readonly string[] };
  /** The workspace below the test's folder, when it is not all of it. */
  readonly root?: string;
  readonly ignore?: readonly string[];
  readonly usePolling?: boolean;
}

/** A folder on disk with a watcher on it, both gone after the test. */
export async function startWatching(t: TestContext, setting: Setting): Promise<Watching> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "pilotlight-watch-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const watching = new Watching(folder, setting);
  t.after(() => watching.watcher.dispose());
  for (const [path, content] of Object.entries(setting.files ?? {})) watching.write(path, content);
  await watching.watch(setting.watched);
  return watching;
}

/** Against waiting for ever, for what must come. */
const patienceMs = 20_000;

export class Watching {
  readonly watcher: SourceWatcher;
  readonly problems: string[] = [];
  /** What the files held when they were reported: what a build would have read. */
  readonly contents = new Map<string, string | undefined>();
  readonly #folder: string;
  readonly #root: string;
  readonly #bursts: Change[][] = [];
  readonly #news = new EventEmitter();
  #markers = 0;

  constructor(folder: string, { root = "", ignore = [], usePolling = false }: Setting) {
    this.#folder = folder;
    this.#root = join(folder, root);
    mkdirSync(this.#root, { recursive: true });
    this.watcher = SourceWatcher.start({
      root: this.#root,
      usePolling,
      ignore,
      onChanges: (changes) => this.#take(changes),
      onProblem: (message) => this.problems.push(message),
    });
  }

  path(name: string): string {
    return join(this.#folder, name);
  }

  write(name: string, content: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), content);
  }

  async watch({ files = [], folders = [] }: Setting["watched"]): Promise<void> {
    await this.watcher.watch({
      files: [...files, "marker"].map((name) => this.path(name)),
      folders: folders.map((name) => this.path(name)),
    });
  }

  /** The reports once all these files (or `changed` such) were in one: a list a burst, like `changed src/a.js`. */
  async reportsOf(...names: string[]): Promise<string[][]> {
    const isAbout = (line: string, name: string) => line === name || line.endsWith(` ${name}`);
    for (const name of names)
      await this.#until(() =>
        this.#reports()
          .flat()
          .some((line) => isAbout(line, name)),
      );
    return this.reports();
  }

  /** The reports of everything until now: a later change shows that no more are to come. */
  async reports(): Promise<string[][]> {
    const marker = `${++this.#markers}`;
    this.write("marker", marker);
    await this.#until(() => this.contents.get("marker") === marker);
    return this.#reports();
  }

  /** The paths by links that came with a report of a file. */
  linksTo(name: string): string[] {
    const changes = this.#bursts.flat().filter(({ path }) => path === this.path(name));
    return changes.flatMap(({ linkedFrom = [] }) => linkedFrom.map((path) => this.#nameOf(path)));
  }

  #take(changes: readonly Change[]): void {
    this.#bursts.push([...changes]);
    for (const { path } of changes) this.contents.set(this.#nameOf(path), contentOf(path));
    this.#news.emit("burst");
  }

  #reports(): string[][] {
    const lines = this.#bursts.map((burst) => burst.map(({ kind, path }) => `${kind} ${this.#nameOf(path)}`).sort());
    return lines.map((burst) => burst.filter((line) => !line.endsWith(" marker"))).filter(({ length }) => length > 0);
  }

  #nameOf(path: string): string {
    return relative(this.#folder, path).replaceAll(sep, "/");
  }

  async #until(isSo: () => boolean): Promise<void> {
    const signal = AbortSignal.timeout(patienceMs);
    while (!isSo()) await once(this.#news, "burst", { signal });
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
