import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { OutputFile } from "esbuild";
import { withAbsoluteSources } from "./source-map-paths.ts";

/** Writes what esbuild made for `outputFolder` to `folder` instead, with source maps that are right there too. */
export async function writeOutputs(files: readonly OutputFile[], outputFolder: string, folder: string): Promise<void> {
  await Promise.all(
    files.map(async (file) => {
      const path = join(folder, relative(outputFolder, file.path));
      mkdirSync(dirname(path), { recursive: true });
      const isMap = path.endsWith(".map");
      await writeFile(path, isMap ? withAbsoluteSources(file.text, dirname(file.path)) : file.contents);
    }),
  );
}
