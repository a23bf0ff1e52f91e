import { readFile, realpath, stat } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { dirname, extname, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { installedFolder, packageName } from "../packages/installed-folder.ts";
import type { Imports, ReadImports } from "./import-closure.ts";
import { isInstalled, markersIn, markersUpwards, outermostModules } from "./install-markers.ts";

/**
 * Reads the imports of JavaScript that runs as it stands. By pattern: a name in a comment or text counts as well, which
 * costs a reload too many; whatever it can't read for certain makes the file's imports open.
 *
 * esbuild would tell them exactly, but starting it makes the first call of a function that needs no build wait.
 *
 * @param top up to where an install may come
 */
export function nodeImports(codeFolder: string, top: string): ReadImports {
  return async (file, source) => {
    const { specifiers, isOpen } = importedSpecifiers(source);
    const all = await Promise.all(specifiers.map((specifier) => resolveSpecifier(specifier, file, codeFolder, top)));
    return {
      sources: all.flatMap(({ sources = [] }) => sources),
      others: all.flatMap(({ others = [] }) => others),
      folders: all.flatMap(({ folders = [] }) => folders),
      isOpen: isOpen || all.some(({ isOpen = false }) => isOpen),
    };
  };
}

/** The texts that a module imports by, and whether it may import by others that reading does not tell. */
export function importedSpecifiers(source: string): { specifiers: string[]; isOpen: boolean } {
  // Lines that are a comment as a whole. Others are left: what looks like a comment may stand in a text.
  const text = source.replace(/^[ \t]*(?:\/\/|\*(?!.*\*\/)).*$/gm, "");
  const specifiers = [...text.matchAll(imported)].map(({ groups }) => groups?.["text"] ?? "");
  const calls = text.match(call)?.length ?? 0;
  const literalCalls = text.match(literalCall)?.length ?? 0;
  return { specifiers: [...new Set(specifiers)], isOpen: calls !== literalCalls || unreadable.test(text) };
}

const gap = String.raw`\s*(?:\/\*[^]*?\*\/\s*)*`;
const literal = String.raw`(?<quote>["'\x60])(?<text>(?:(?!\k<quote>)(?:[^\\\n$]|\$(?!\{)))+)\k<quote>`;
const callee = String.raw`(?<![.\w$])(?:require(?:\.resolve)?|import)\s*\(`;

const imported = new RegExp(String.raw`\b(?:from|import|require|resolve)${gap}\(?${gap}${literal}`, "g");
const call = new RegExp(callee, "g");
const literalCall = new RegExp(callee + gap + literal + String.raw`${gap}[,)]`, "g");
/** `require` handed on, and what runs other files or texts. */
const unreadable =
  /(?<![.\w$])require\b(?!\s*[(.])|\bmodule\.require\b|\bcreateRequire\b|\bnew\s+(?:Worker|Function)\b|\bfork\s*\(|\beval\s*\(|\bvm\b/;

async function resolveSpecifier(
  specifier: string,
  importer: string,
  codeFolder: string,
  top: string,
): Promise<Partial<Imports>> {
  if (specifier.startsWith("#")) return { isOpen: true };
  if (isBuiltin(specifier)) return {};
  const path = specifier.startsWith("file:") ? fileUrlPath(specifier) : specifier;
  if (/^\.{1,2}(\/|$)/.test(path) || isAbsolute(path)) return resolvePath(resolve(dirname(importer), path));
  const installed = await installedFolder(packageName(path), dirname(importer));
  if (installed !== undefined) {
    // A linked package is edited, an installed one comes with the next install.
    if (!isInstalled(installed)) return { folders: [installed] };
    return { others: markersIn(outermostModules(installed)) };
  }
  // Lambda's NODE_PATH has the code folder; a layer or the runtime may bring it too, or an install to come.
  const own = await resolvePath(join(codeFolder, path));
  return own.sources ? own : { others: [...(own.others ?? []), ...(await markersUpwards(codeFolder, top))] };
}

function fileUrlPath(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}

const sourceExtensions: ReadonlySet<string> = new Set(["", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"]);
const guessedEnds = ["", ".js", ".json", ".node"];

async function resolvePath(path: string): Promise<Partial<Imports>> {
  const manifest = join(path, "package.json");
  const main = await mainOf(manifest);
  const candidates = [
    ...guessedEnds.map((end) => path + end),
    ...(main === undefined ? [] : guessedEnds.map((end) => join(path, main) + end)),
    join(main === undefined ? path : join(path, main), "index.js"),
    join(path, "index.js"),
  ];
  for (const candidate of candidates) {
    if (!(await isFile(candidate))) continue;
    const file = await realpath(candidate);
    const others = main === undefined ? [] : [manifest];
    return sourceExtensions.has(extname(file)) ? { sources: [file], others } : { others: [file, ...others] };
  }
  return { others: candidates };
}

async function mainOf(manifest: string): Promise<string | undefined> {
  const text = await readFile(manifest, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (/"main"\s*:\s*"([^"\\]+)"/.exec(text)?.[1] ?? "index.js");
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
