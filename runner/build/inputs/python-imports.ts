import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Imports, ReadImports } from "./import-closure.ts";

/** Reads the imports of Python sources inside a code folder, which is where Lambda looks for modules first. */
export const PythonImports = {
  async in(codeFolder: string): Promise<ReadImports> {
    const installed = await installedModules(codeFolder);
    return async (file, source) => {
      const { modules, isOpen } = importedModules(source);
      const found: Found = { sources: new Set(), others: new Set(), isOpen };
      for (const module of modules) {
        // What pip has put there comes with the next install, and that changes more than sources.
        if (module.level === 0 && installed.has(module.path[0] ?? "")) continue;
        await follow(module, startOf(module, file, codeFolder), found);
      }
      return { sources: [...found.sources], others: [...found.others], folders: [], isOpen: found.isOpen };
    };
  },
};

/** `from ..a.b import c, d`: level 2, path a, b, names c, d. */
export interface ImportedModule {
  readonly level: number;
  readonly path: readonly string[];
  /** What may be modules of the package; `*` for all it says. */
  readonly names: readonly string[];
}

/** What a module imports, and whether it may import more than reading tells. Texts that look like imports count too. */
export function importedModules(source: string): { modules: ImportedModule[]; isOpen: boolean } {
  const text = source.replace(/^[ \t]*#.*$/gm, "").replace(/\\\r?\n/g, " ");
  const modules: ImportedModule[] = [];
  for (const { groups } of text.matchAll(statement)) {
    const { dots = "", from = "", names = "", plain } = groups ?? {};
    if (plain === undefined) {
      modules.push({ level: dots.replace(/\s/g, "").length, path: words(from.split(".")), names: listed(names) });
    } else for (const name of listed(plain)) modules.push({ level: 0, path: words(name.split(".")), names: [] });
  }
  return { modules, isOpen: unreadable.test(text) };
}

const statement =
  /(?:^|[;:])[ \t]*(?:from[ \t]*(?<dots>[. \t]*)(?<from>[\p{L}\p{N}_.]*)[ \t]*\bimport\b[ \t]*(?<names>\([^)]*\)|[^\n;]*)|import[ \t]+(?<plain>[^\n;]+))/gmu;
const unreadable = /\b(?:importlib|__import__|pkgutil|runpy|zipimport|exec|execfile|imp|sys\.path)\b/;

function listed(text: string): string[] {
  const names = text
    .replace(/#[^\n]*/g, "")
    .replace(/[()]/g, "")
    .split(",");
  return words(names.map((name) => name.trim().split(/\s/)[0] ?? ""));
}

function words(parts: readonly string[]): string[] {
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

interface Found extends Pick<Imports, "isOpen"> {
  readonly sources: Set<string>;
  readonly others: Set<string>;
  isOpen: boolean;
}

function startOf({ level }: ImportedModule, file: string, codeFolder: string): string {
  if (level === 0) return codeFolder;
  let folder = dirname(file);
  for (let up = 1; up < level; up++) folder = dirname(folder);
  return folder;
}

/** Importing `a.b` runs `a/__init__.py` and then `a/b.py` or `a/b/__init__.py`. */
async function follow({ level, path, names }: ImportedModule, start: string, found: Found): Promise<void> {
  let folder = start;
  if (level > 0) await addModule(join(folder, "__init__.py"), undefined, found);
  for (const name of path) {
    const isThere = await addModule(join(folder, name, "__init__.py"), join(folder, `${name}.py`), found);
    folder = join(folder, name);
    // Not of the code folder, so what is below is not either.
    if (!isThere && !(await isFolder(folder))) return;
  }
  if (!(await isFolder(folder))) return;
  for (const name of names) {
    if (name === "*") found.isOpen ||= await mayNameModules(join(folder, "__init__.py"));
    else await addModule(join(folder, name, "__init__.py"), join(folder, `${name}.py`), found);
  }
}

/** A package goes before a module of its name. What is not there may come. */
async function addModule(packageFile: string, moduleFile: string | undefined, found: Found): Promise<boolean> {
  for (const file of [packageFile, ...(moduleFile === undefined ? [] : [moduleFile])]) {
    const real = await realpath(file).catch(() => undefined);
    if (real === undefined) found.others.add(file);
    else {
      found.sources.add(real);
      return true;
    }
  }
  return false;
}

/** `__all__` of a package names modules, which `import *` imports. */
async function mayNameModules(packageFile: string): Promise<boolean> {
  const text = await readFile(packageFile, "utf8").catch(() => "");
  return text.includes("__all__");
}

/** The top-level names of what pip has installed in the folder. */
async function installedModules(codeFolder: string): Promise<Set<string>> {
  const names = await readdir(codeFolder).catch(() => []);
  const records = names.filter((name) => name.endsWith(".dist-info")).map((name) => join(codeFolder, name, "RECORD"));
  const texts = await Promise.all(records.map((record) => readFile(record, "utf8").catch(() => "")));
  const modules = texts.flatMap((text) =>
    [...text.matchAll(/^([^/,\n]+?)(?:\/|\.py,)/gm)].map(([, name]) => name ?? ""),
  );
  return new Set(modules);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}
