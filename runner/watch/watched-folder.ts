import { extname } from "node:path";
import { isEditorDropping } from "./always-ignored.ts";
import type { FileStamp } from "./file-stamp.ts";
import type { IgnoreRules } from "./ignore-rules.ts";

/** What is known of something in a watched folder. */
export type Entry =
  | { readonly kind: "file"; readonly stamp: FileStamp }
  | { readonly kind: "folder" }
  /** `target`: real path; undefined when it leads nowhere. */
  | { readonly kind: "link"; readonly target: string | undefined };

/** What in a folder is watched. */
export interface Interest {
  /** The watched folders (with all below them) that this one is or lies in. */
  readonly owners: ReadonlySet<string>;
  /** Single files, and folders on the way to what is watched. */
  readonly names: ReadonlyMap<string, number>;
  /** Names without extension of single files: `a.ts` beside `a.js` may change what an import finds. */
  readonly stems: ReadonlyMap<string, number>;
}

/** A folder, whether it exists at the moment or not. */
export class WatchedFolder implements Interest {
  readonly path: string;
  readonly owners = new Set<string>();
  readonly names = new Map<string, number>();
  readonly stems = new Map<string, number>();
  readonly entries = new Map<string, Entry>();
  /** All names when they were last read. */
  listing: readonly string[] = [];
  /** What was seen to be ignored, so that no word about it needs to be looked into. */
  readonly ignored = new Set<string>();
  /** Device and inode; undefined while the folder does not exist. */
  identity: string | undefined;
  /** The operating system tells of changes. */
  isHeard = false;
  /** The folder above is watched for this one's coming and going. */
  isAnchored = false;

  constructor(path: string) {
    this.path = path;
  }

  get isWanted(): boolean {
    return this.owners.size > 0 || this.names.size > 0 || this.stems.size > 0;
  }

  /** What is watched now, to be compared with later. */
  interest(): Interest {
    return { owners: new Set(this.owners), names: new Map(this.names), stems: new Map(this.stems) };
  }

  countName(name: string, step: 1 | -1): void {
    count(this.names, name, step);
  }

  countStem(stem: string, step: 1 | -1): void {
    count(this.stems, stem, step);
  }

  wants(name: string, isFolder: boolean, rules: IgnoreRules, interest: Interest = this): boolean {
    if (interest.names.has(name)) return true;
    if (!isFolder && interest.stems.has(stemOf(name)) && !isEditorDropping(name)) return true;
    for (const owner of interest.owners) if (this.#isWantedBy(owner, name, isFolder, rules)) return true;
    return false;
  }

  /** Those of the owners who want what is in a folder of this one. */
  heirs(name: string, rules: IgnoreRules): string[] {
    return [...this.owners].filter((owner) => this.#isWantedBy(owner, name, true, rules));
  }

  /** Whether a word about something in this folder may be about something watched. */
  mayWant(name: string, isRename: boolean): boolean {
    if (this.names.has(name)) return true;
    if (isEditorDropping(name) || (!isRename && this.ignored.has(name))) return false;
    return this.owners.size > 0 || this.stems.has(stemOf(name));
  }

  #isWantedBy(owner: string, name: string, isFolder: boolean, rules: IgnoreRules): boolean {
    return !rules.isIgnored(owner, this.path, name, isFolder, this.#neighbours());
  }

  *#neighbours(): Iterable<string> {
    yield* this.listing;
    yield* this.entries.keys();
  }
}

export function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

function count(counts: Map<string, number>, key: string, step: 1 | -1): void {
  const next = (counts.get(key) ?? 0) + step;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}
