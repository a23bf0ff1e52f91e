import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fillPlaceholders } from "./fill-placeholders.ts";
import { readLanguage } from "./languages.ts";
import { codeFolderOf, type NewFunction, type ScaffoldedFile } from "./new-function.ts";
import { sampleEventFiles } from "./sample-event-files.ts";
import { shapeOf } from "./triggers.ts";

/**
 * The files of a new function: its handler and unit test, what its language needs beside them, and sample events.
 *
 * @param contentFolder with a folder for each language
 */
export async function functionFiles(fn: NewFunction, contentFolder: string): Promise<ScaffoldedFile[]> {
  const languageFolder = join(contentFolder, fn.language);
  const language = await readLanguage(fn.language, contentFolder);
  const programs = new Set(language.executable?.map((path) => fillPlaceholders(path, fn.name)));
  const files = await Promise.all(
    ["shared", shapeOf(fn.trigger)].map((folder) => filesBelow(join(languageFolder, folder))),
  );
  return [
    ...files.flat().map(({ path, text }) => {
      const ownPath = fillPlaceholders(path.replace(/\.tmpl$/, ""), fn.name);
      return {
        path: codeFolderOf(fn.name) + ownPath,
        text: fillPlaceholders(text, fn.name),
        isExecutable: programs.has(ownPath),
      };
    }),
    ...sampleEventFiles(fn, language),
  ];
}

async function filesBelow(folder: string): Promise<{ path: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return await Promise.all(
    paths.map(async (path) => ({
      path: path.slice(folder.length + 1).replaceAll(sep, "/"),
      text: await readFile(path, "utf8"),
    })),
  );
}
