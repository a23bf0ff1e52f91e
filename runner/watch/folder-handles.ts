import { watch, type FSWatcher } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isBelow } from "./is-below.ts";

/** What the operating system said about a folder. */
export interface FolderSignal {
  readonly folder: string;
  /** What in it; undefined when that was not told: anything in it, or the folder itself. */
  readonly name: string | undefined;
  /** Something came or went; else its content or attributes changed. */
  readonly isRename: boolean;
}

export interface FolderHandlesOptions {
  readonly root: string;
  readonly onSignal: (signal: FolderSignal) => void;
  /** The operating system refused to watch a folder, though it is there. */
  readonly onRefusal: (code: string) => void;
}

/**
 * Where file systems tell of whole trees, one handle does for the workspace. Handles for single folders would, on
 * Windows, keep those folders from being renamed.
 */
const tellsOfTrees = process.platform === "darwin" || process.platform === "win32";

/** The operating system's handles on the watched folders. */
export class FolderHandles {
  readonly #options: FolderHandlesOptions;
  readonly #handles = new Map<string, FSWatcher>();

  constructor(options: FolderHandlesOptions) {
    this.#options = options;
  }

  /**
   * Anew if it is open: a handle stays with the folder that it was opened on, also when another takes its place.
   *
   * @returns whether the folder's changes are told from now on
   */
  open(folder: string): boolean {
    this.close(folder);
    const place = this.#placeOf(folder);
    if (this.#handles.has(place)) return true;
    try {
      const isTree = tellsOfTrees && place === this.#options.root;
      const handle = watch(place, { recursive: isTree }, (type, path) => this.#tell(place, type, path));
      handle.on("error", () => this.#lose(place));
      this.#handles.set(place, handle);
      return true;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code !== "ENOENT" && code !== "ENOTDIR") this.#options.onRefusal(code);
      return false;
    }
  }

  close(folder: string): void {
    // The workspace's own handle serves others too; it stays.
    if (this.#placeOf(folder) !== folder || (tellsOfTrees && folder === this.#options.root)) return;
    this.#handles.get(folder)?.close();
    this.#handles.delete(folder);
  }

  dispose(): void {
    for (const handle of this.#handles.values()) handle.close();
    this.#handles.clear();
  }

  #placeOf(folder: string): string {
    return tellsOfTrees && isBelow(folder, this.#options.root) ? this.#options.root : folder;
  }

  #tell(place: string, type: string, path: string | null): void {
    const isRename = type === "rename";
    if (path === null) this.#options.onSignal({ folder: place, name: undefined, isRename });
    else this.#options.onSignal({ folder: dirname(join(place, path)), name: basename(path), isRename });
  }

  /** Windows reports a deleted folder as an error of its handle. */
  #lose(place: string): void {
    this.#handles.get(place)?.close();
    this.#handles.delete(place);
    this.#options.onSignal({ folder: place, name: undefined, isRename: true });
  }
}
