import { readFile, stat } from "node:fs/promises";
import type { BuildInputs, InputFolder } from "../build-inputs.ts";

/** What one source file imports. */
export interface Imports {
  /** Sources, whose own imports count too. */
  readonly sources: readonly string[];
  /** What else a change, or coming into being, of which concerns the importer: missing files, install markers. */
  readonly others: readonly string[];
  /** Whole folders: linked packages. */
  readonly folders: readonly string[];
  /** It may load more than reading it tells. */
  readonly isOpen: boolean;
}

/** A language's way to import. */
export type ReadImports = (file: string, text: string) => Promise<Imports>;

/** A file longer than this is a bundle. */
const maxTextBytes = 1_000_000;
/** A closure larger than this takes in installed packages, and longer than starting the function. */
const maxSources = 1000;

/** The sources that a file imports, directly or through others, and itself. */
export class ImportClosure {
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  #isOpen = false;

  static async of(files: readonly string[], readImports: ReadImports): Promise<ImportClosure> {
    const closure = new ImportClosure();
    const seen = new Set(files);
    const queue = [...files];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      const imports = await closure.#read(file, readImports);
      closure.#files.add(file);
      for (const source of imports?.sources ?? []) {
        if (!seen.has(source)) queue.push(source);
        seen.add(source);
      }
      for (const other of imports?.others ?? []) closure.#files.add(other);
      for (const folder of imports?.folders ?? []) closure.#folders.add(folder);
      // What the file can load is then not known, so all of the code folder counts.
      closure.#isOpen ||= imports?.isOpen ?? true;
      if (closure.#isOpen || seen.size > maxSources) {
        closure.#isOpen = true;
        break;
      }
    }
    return closure;
  }

  /** @param extensions of the language's sources in the code folder, which count only when they are imported */
  inputs(codeFolder: string, extensions: readonly string[]): BuildInputs {
    const linked = [...this.#folders].map((path): InputFolder => ({ path, listedOnly: [] }));
    const own: InputFolder = { path: codeFolder, listedOnly: this.#isOpen ? [] : extensions };
    return { files: this.#files, folders: [own, ...linked] };
  }

  async #read(file: string, readImports: ReadImports): Promise<Imports | undefined> {
    const stats = await stat(file).catch(() => undefined);
    if (stats === undefined || stats.size > maxTextBytes) return undefined;
    const text = await readFile(file, "utf8").catch(() => undefined);
    return text === undefined ? undefined : readImports(file, text);
  }
}
