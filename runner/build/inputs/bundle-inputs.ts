import { realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import type { Message } from "esbuild";
import type { BuildInputs, InputFolder } from "../build-inputs.ts";
import type { ReadFiles } from "../incremental-builds.ts";
import { configFiles, projectTop, tsconfigChain } from "./config-files.ts";
import { isInstalled, isInstallMarker, markersIn, markersUpwards, outermostModules } from "./install-markers.ts";

export interface BundledCode {
  readonly codeFolder: string;
  readonly template: string;
  /** The tsconfig file that the template names, absolute. */
  readonly tsconfig: string | undefined;
}

/** Tells what the bundles of one function are made of. Remembers what lies around the sources while that can't differ. */
export class BundleInputs {
  /** Of the last build that succeeded. */
  #last: BuildInputs | undefined;
  #sources: ReadonlySet<string> = new Set();
  #around: { readonly key: string; readonly files: ReadonlySet<string> } | undefined;

  /**
   * @param isMissing some import could not be resolved and was left to the runtime: an install may bring it
   * @param changed since the last build
   */
  async succeeded(
    code: BundledCode,
    read: ReadFiles | undefined,
    isMissing: boolean,
    changed: ReadonlySet<string>,
  ): Promise<BuildInputs> {
    const folders: InputFolder[] = [];
    // An esbuild too old to tell.
    if (read === undefined) folders.push({ path: code.codeFolder, listedOnly: [] });
    const paths = sourcePaths(read, code.codeFolder);
    const sources = new Set(
      await Promise.all(paths.filter((path) => !isInstalled(path)).map((path) => this.#real(path))),
    );
    const modules = new Set(paths.filter(isInstalled).map(outermostModules));
    for (const imported of globs(read)) folders.push({ path: resolve(code.codeFolder, imported), listedOnly: [] });
    const around = await this.#filesAround(code, sources, isMissing, changed);
    const markers = (await Promise.all([...modules].map(realMarkers))).flat();
    this.#sources = sources;
    this.#last = { files: new Set([...sources, ...around, ...markers]), folders };
    return this.#last;
  }

  /** What to watch after a failed build: all that the last good one was made of, and where the mistake may be mended. */
  async failed(code: BundledCode, errors: readonly Message[]): Promise<BuildInputs> {
    const { codeFolder, template } = code;
    const files = new Set(this.#last?.files);
    const folders = new Map((this.#last?.folders ?? []).map((folder) => [folder.path, folder]));
    const addFolder = (path: string): unknown => folders.set(path, { path, listedOnly: [] });
    addFolder(codeFolder);
    const sources = new Set<string>();
    for (const { location, text } of errors) {
      if (!location || !["", "file"].includes(location.namespace)) continue;
      const file = await realOr(resolve(codeFolder, location.file));
      if (!isInstalled(file)) sources.add(file);
      const missing = /^Could not resolve "(\.[^"]*)"/.exec(text)?.[1];
      if (missing !== undefined) addFolder(dirname(resolve(dirname(file), missing)));
    }
    const top = await projectTop(codeFolder, template);
    const around = await configFiles([...sources, resolve(codeFolder, "x")], top);
    const markers = await markersUpwards(codeFolder, top);
    for (const file of [...sources, ...around, ...markers, ...(await this.#tsconfig(code))]) files.add(file);
    return { files, folders: [...folders.values()] };
  }

  async #filesAround(
    code: BundledCode,
    sources: ReadonlySet<string>,
    isMissing: boolean,
    changed: ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const folders = [...new Set([...sources].map((source) => dirname(source)))].sort();
    const key = JSON.stringify([code, isMissing, folders]);
    const isAsBefore = this.#around?.key === key && ![...changed].some((path) => this.#around?.files.has(path));
    if (this.#around && isAsBefore && ![...changed].some(isInstallMarker)) return this.#around.files;
    const top = await projectTop(code.codeFolder, code.template);
    const files = await configFiles(sources, top);
    for (const file of await this.#tsconfig(code)) files.add(file);
    if (isMissing) for (const marker of await markersUpwards(code.codeFolder, top)) files.add(marker);
    this.#around = { key, files };
    return files;
  }

  async #tsconfig({ tsconfig }: BundledCode): Promise<Iterable<string>> {
    return tsconfig === undefined ? [] : [tsconfig, ...(await tsconfigChain(tsconfig))];
  }

  /** esbuild follows links itself, unless told not to; what was real in the last build is not looked up again. */
  async #real(path: string): Promise<string> {
    return this.#sources.has(path) ? path : realOr(path);
  }
}

function sourcePaths(read: ReadFiles | undefined, codeFolder: string): string[] {
  const names = Object.keys(read ?? {});
  // `(disabled):…`, `data:…`, `<define:…>` are no files; a single letter is a drive.
  return names.filter((name) => !/^(<|\(|[\w-]{2,}:)/.test(name)).map((name) => resolve(codeFolder, name));
}

/** The folders of imports such as `./events/${name}.ts`, relative to the code folder: a file that comes there counts. */
function globs(read: ReadFiles | undefined): string[] {
  return Object.entries(read ?? {}).flatMap(([importer, { imports }]) =>
    imports.flatMap(({ path, external }) => {
      const fixed = external && /^\.{1,2}\/[^*]*\*/.test(path) ? path.slice(0, path.indexOf("*")) : undefined;
      return fixed === undefined ? [] : [`${dirname(importer)}/${fixed.slice(0, fixed.lastIndexOf("/"))}`];
    }),
  );
}

async function realMarkers(modulesFolder: string): Promise<string[]> {
  return markersIn(await realOr(modulesFolder));
}

async function realOr(path: string): Promise<string> {
  return realpath(path).catch(() => path.split("/").join(sep));
}
