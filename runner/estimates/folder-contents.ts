import { folderContent, type FolderContent } from "./folder-content.ts";

interface Seen {
  readonly content: Promise<FolderContent>;
  /** On the clock of `performance.now`. */
  readonly atMs: number;
}

/** A save changes little of what a folder holds: to look through all of it after each is not worth the time. */
const freshMs = 60_000;

/** So many folders are remembered. */
const maxFolders = 200;

/** What stands in folders, each looked through once a minute at most. */
export class FolderContents {
  readonly #seen = new Map<string, Seen>();

  /** @param isFixed it never changes */
  of(folder: string, isFixed: boolean): Promise<FolderContent> {
    const seen = this.#seen.get(folder);
    if (seen && (isFixed || performance.now() - seen.atMs < freshMs)) return seen.content;
    const content = folderContent(folder);
    this.#seen.delete(folder);
    this.#seen.set(folder, { content, atMs: performance.now() });
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > maxFolders && oldest !== undefined) this.#seen.delete(oldest);
    return content;
  }
}
