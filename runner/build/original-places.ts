import { readFile } from "node:fs/promises";
import { SourceMap, type SourceMapPayload } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** A place in a file of this machine. Lines and columns begin with 1. */
export interface CodePlace {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

interface ReadMap {
  readonly map: SourceMap;
  /** URL of the folder that relative sources start from. */
  readonly base: string;
}

/** Where JavaScript comes from, as its source maps tell. Reads each map once. */
export class OriginalPlaces {
  readonly #maps = new Map<string, Promise<ReadMap | undefined>>();

  /** Undefined when there is no map, or nothing in it about this place. */
  async of({ file, line, column }: CodePlace): Promise<CodePlace | undefined> {
    if (!/\.[cm]?js$/.test(file)) return undefined;
    const reading = this.#maps.get(file) ?? readMap(file);
    this.#maps.set(file, reading);
    const read = await reading;
    const entry = read?.map.findEntry(line - 1, (column ?? 1) - 1);
    // The entry may be of an earlier line, which says nothing about this one.
    if (read === undefined || !entry || !("originalSource" in entry) || entry.generatedLine !== line - 1) {
      return undefined;
    }
    const source = sourcePath(entry.originalSource, read.base);
    return source === undefined
      ? undefined
      : { file: source, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }
}

async function readMap(file: string): Promise<ReadMap | undefined> {
  try {
    const code = await readFile(file, "utf8");
    // The last comment counts: bundled code may have brought others.
    const named = code.slice(code.lastIndexOf("//# sourceMappingURL=")).match(/^\/\/# sourceMappingURL=(\S+)/)?.[1];
    // Without a comment, esbuild's external maps stand beside.
    const url = new URL(named ?? encodeURIComponent(`${basename(file)}.map`), pathToFileURL(file));
    const text = url.protocol === "data:" ? inlineText(url.href) : await readFile(url, "utf8");
    const payload = JSON.parse(text) as SourceMapPayload;
    const folder = url.protocol === "data:" ? dirname(file) : dirname(fileURLToPath(url));
    const base = new URL(payload.sourceRoot ? `${payload.sourceRoot}/` : "", pathToFileURL(join(folder, "x")));
    return { map: new SourceMap(payload), base: base.href };
  } catch {
    // No map, or none that can be read: then the code itself is all there is to show.
    return undefined;
  }
}

function inlineText(url: string): string {
  const comma = url.indexOf(",");
  const data = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(";base64") ? Buffer.from(data, "base64").toString() : decodeURIComponent(data);
}

function sourcePath(source: string, base: string): string | undefined {
  try {
    return fileURLToPath(new URL(source, base));
  } catch {
    return undefined;
  }
}
