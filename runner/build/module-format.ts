import { readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/**
 * Whether a source file is an ES module to Node: by its extension, else by the nearest package.json upwards.
 *
 * @param file absolute path
 */
export function moduleFormat(file: string): "cjs" | "esm" {
  const extension = extname(file);
  if (extension === ".mts" || extension === ".mjs") return "esm";
  if (extension === ".cts" || extension === ".cjs") return "cjs";
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = readText(join(folder, "package.json"));
    if (text !== undefined) return declaresModule(text) ? "esm" : "cjs";
    if (folder === dirname(folder)) return "cjs";
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function declaresModule(packageJson: string): boolean {
  try {
    const parsed = JSON.parse(packageJson) as unknown;
    return typeof parsed === "object" && parsed !== null && "type" in parsed && parsed.type === "module";
  } catch {
    // esbuild reports a package.json that is no JSON, with its place.
    return false;
  }
}
