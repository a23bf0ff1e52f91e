import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, extname, join, relative, sep } from "node:path";
import type { RuntimeFamily } from "../../../runner/model/runtimes.ts";

export interface HandlerSearch {
  /** Absolute path of the function's `CodeUri`. */
  readonly folder: string;
  readonly family: RuntimeFamily;
  /** What esbuild is told to bundle, relative to `folder`: nothing else can be a handler then. */
  readonly entryPoints: readonly string[];
  readonly signal: AbortSignal;
}

/** A folder with more files than this is not looked through to its end. */
const maxFiles = 300;
const maxDepth = 4;
const maxBytes = 500_000;
const passedOver = /^(?:\..*|node_modules|__pycache__|site-packages|venv|dist|build|target|bin|obj|tests?|__tests__)$/;

/** Handlers that a function could name, found by reading its sources: `src/app.handler`, in the order of their names. */
export async function handlersInFolder({ folder, family, entryPoints, signal }: HandlerSearch): Promise<string[]> {
  const language = languages[family];
  if (!language) return family === "provided" || family === "go" ? ["bootstrap"] : [];
  const files =
    entryPoints.length > 0 ? entryPoints.map((file) => join(folder, file)) : await sources(folder, language.files);
  const root = entryPoints.length > 0 ? commonFolder(files) : folder;
  const handlers: string[] = [];
  for (const file of files) {
    if (signal.aborted) return [];
    const text = await readText(file);
    if (text === undefined) continue;
    const path = relative(root, file).slice(0, -extname(file).length).split(sep).join("/");
    handlers.push(...language.handlers(path, text));
  }
  return [...new Set(handlers)].sort();
}

interface Language {
  readonly files: RegExp;
  /** `path` is relative and has no extension. */
  readonly handlers: (path: string, text: string) => string[];
}

const languages: Partial<Record<RuntimeFamily, Language>> = {
  nodejs: {
    files: /(?<!\.d|\.test|\.spec|\.config)\.[cm]?[jt]sx?$/,
    handlers: (path, text) =>
      [
        ...text.matchAll(/^\s*export\s+(?:async\s+)?function\s+([\w$]+)/gm),
        ...text.matchAll(/^\s*export\s+const\s+([\w$]+)\s*(?::[^=\n]+)?=\s*(?:async\b|\(|[\w$.]+\()/gm),
        ...text.matchAll(/^\s*(?:module\.)?exports\.([\w$]+)\s*=(?!=)/gm),
      ].map(([, name = ""]) => `${path}.${name}`),
  },
  python: {
    files: /(?<!^setup|^conftest)\.py$/,
    handlers: (path, text) =>
      [
        ...text.matchAll(/^def\s+(\w+)\s*\(\s*\w+\s*(?::[^,()]+)?,\s*\w*[Cc](?:on)?te?xt?\w*\s*(?::[^,()]+)?,?\s*\)/gm),
      ].map(([, name = ""]) => `${path}.${name}`),
  },
  ruby: {
    files: /\.rb$/,
    handlers: (path, text) =>
      [...text.matchAll(/^\s*def\s+(?:self\.)?(\w+)\s*\(?\s*event:\s*,\s*context:/gm)].map(([, name = ""]) => {
        const owner = /^\s*(?:class|module)\s+([\w:]+)/m.exec(text)?.[1];
        return owner === undefined ? `${path}.${name}` : `${path}.${owner}.${name}`;
      }),
  },
  java: {
    files: /\.java$/,
    handlers: (_path, text) => {
      const folder = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
      return [...text.matchAll(/\bclass\s+(\w+)[^{]*\bimplements\b[^{]*\bRequest(?:Stream)?Handler\b/g)].map(
        ([, name = ""]) => `${folder === undefined ? name : `${folder}.${name}`}::handleRequest`,
      );
    },
  },
};

async function sources(folder: string, files: RegExp, depth = 0): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = entries
    .filter((entry) => entry.isFile() && files.test(entry.name))
    .map(({ name }) => join(folder, name));
  // Maven's layout is deep, and has little beside what is looked for.
  const limit = /[\\/]src[\\/]main[\\/]java\b/.test(folder) ? 12 : maxDepth;
  for (const entry of entries) {
    if (found.length >= maxFiles || depth >= limit) break;
    if (!entry.isDirectory() || passedOver.test(entry.name)) continue;
    found.push(...(await sources(join(folder, entry.name), files, depth + 1)));
  }
  return found.slice(0, maxFiles);
}

/** Where esbuild's output begins to mirror its input. */
function commonFolder(files: readonly string[]): string {
  const [first = "", ...others] = files.map(dirname);
  let common = first;
  while (others.some((folder) => folder !== common && !folder.startsWith(join(common, sep)))) common = dirname(common);
  return common;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const stats = await stat(file);
    return stats.isFile() && stats.size <= maxBytes ? await readFile(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
