import { readFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { isAlwaysIgnored } from "./always-ignored.ts";
import { isBelow } from "./is-below.ts";

/** Name of the files that say what is no source. */
export const rulesFileName = ".gitignore";

/**
 * What below a watched folder is passed over: what is never code, what `.gitignore` files say, and what the person
 * says. Rules never apply to the watched folder itself: one that they name is watched all the same, without them.
 */
export class IgnoreRules {
  readonly #root: string;
  readonly #persons: Ignore | undefined;
  /** Of the folders that were looked into; undefined for those without a file. */
  readonly #rulesOf = new Map<string, Promise<Ignore | undefined> | Ignore | undefined>();

  /** @param patterns the person's own, as in a `.gitignore` in the workspace's root */
  constructor(root: string, patterns: readonly string[]) {
    this.#root = root;
    this.#persons = patterns.length > 0 ? ignore().add(patterns) : undefined;
  }

  /** Reads the rules for what stands in `folder`; before this they are not applied. */
  async load(target: string, folder: string): Promise<void> {
    await Promise.all(foldersBetween(this.#top(target), folder).map((each) => this.#read(each)));
  }

  /** Forgets a file's rules, so that they are read anew. */
  forget(folder: string): void {
    this.#rulesOf.delete(folder);
  }

  /** Files above a watched folder that say something about what stands in it. */
  filesAbove(target: string): string[] {
    const top = this.#top(target);
    return target === top ? [] : foldersBetween(top, dirname(target)).map((folder) => join(folder, rulesFileName));
  }

  /**
   * @param target the watched folder
   * @param folder itself or one below it
   * @param neighbours names in `folder`
   */
  isIgnored(target: string, folder: string, name: string, isFolder: boolean, neighbours: Iterable<string>): boolean {
    if (isAlwaysIgnored(name, isFolder, neighbours)) return true;
    const path = join(folder, name) + (isFolder ? sep : "");
    const top = this.#top(target);
    // The nearest file that says something has the last word.
    for (let at = folder; ; at = dirname(at)) {
      const rules = this.#rulesOf.get(at);
      if (rules !== undefined && !(rules instanceof Promise)) {
        const { ignored, unignored } = verdict(rules, at, target, path);
        if (unignored) break;
        if (ignored) return true;
      }
      if (at === top) break;
    }
    return this.#persons !== undefined && verdict(this.#persons, top, target, path).ignored;
  }

  #top(target: string): string {
    return target === this.#root || isBelow(target, this.#root) ? this.#root : target;
  }

  async #read(folder: string): Promise<void> {
    if (!this.#rulesOf.has(folder)) this.#rulesOf.set(folder, readRules(join(folder, rulesFileName)));
    const read = this.#rulesOf.get(folder);
    if (!(read instanceof Promise)) return;
    const rules = await read;
    if (this.#rulesOf.get(folder) === read) this.#rulesOf.set(folder, rules);
  }
}

function verdict(rules: Ignore, base: string, target: string, path: string): { ignored: boolean; unignored: boolean } {
  if (isBelow(target, base) && rules.ignores(toPattern(base, target + sep)))
    return { ignored: false, unignored: false };
  return rules.test(toPattern(base, path));
}

/** @param path one below `base` */
function toPattern(base: string, path: string): string {
  const below = path.slice(base.endsWith(sep) ? base.length : base.length + 1);
  return sep === "/" ? below : below.replaceAll(sep, "/");
}

async function readRules(path: string): Promise<Ignore | undefined> {
  try {
    return ignore().add(await readFile(path, "utf8"));
  } catch {
    return undefined;
  }
}

function foldersBetween(top: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== top && at !== dirname(at); at = dirname(at)) folders.push(dirname(at));
  return folders;
}
