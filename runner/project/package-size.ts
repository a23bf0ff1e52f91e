import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { chooseTool } from "../build/tools/choose-tool.ts";
import type { CodeSource, LambdaFunction } from "../model/function.ts";
import { limits } from "../model/limits.ts";
import type { Range } from "../model/problem.ts";
import type { Report } from "../model/template/problem-collector.ts";
import { listZip } from "./zip-listing.ts";

/** How many files are looked at before giving up on knowing the size. */
const maxFiles = 50_000;

/** What never goes into a package. */
const notPackaged: ReadonlySet<string> = new Set([".git", ".aws-sam"]);

/** Reports a function whose code and layers together are larger than Lambda takes. */
export async function checkPackageSize(
  fn: Pick<LambdaFunction, "name" | "logicalId" | "runtime" | "handler" | "code" | "layers" | "build" | "packageType">,
  range: Range,
  report: Report,
): Promise<void> {
  // What a build makes of the folder is smaller than the folder.
  if (fn.packageType === "Image" || fn.build.method !== undefined) return;
  if (fn.code.kind === "folder" && (await chooseTool(fn, fn.code.path)) !== undefined) return;
  let bytes = 0;
  for (const source of [fn.code, ...fn.layers.map(({ content }) => content)]) {
    bytes += await unpackedBytes(source, limits.unpackedBytes.max - bytes);
    if (bytes > limits.unpackedBytes.max) break;
  }
  if (bytes <= limits.unpackedBytes.max) return;
  report({
    code: "package-too-large",
    severity: "error",
    message: `Unpacked, the code and its layers take more than ${limits.unpackedBytes.max} bytes (250 MB), Lambda's limit.`,
    hint: "Bundle the code, leave development dependencies out, or use a container image.",
    range,
    source: limits.unpackedBytes.source,
  });
}

/** Stops as soon as `enough` is passed; what can't be read counts as nothing. */
async function unpackedBytes(source: CodeSource, enough: number): Promise<number> {
  if (source.kind === "folder") return folderBytes(source.path, enough);
  if (source.kind !== "zip") return 0;
  const files = await listZip(source.path).catch(() => new Map<string, number>());
  return [...files.values()].reduce((sum, size) => sum + size, 0);
}

async function folderBytes(root: string, enough: number): Promise<number> {
  const folders = [root];
  let bytes = 0;
  let files = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const parent = folder;
    const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isDirectory() && !notPackaged.has(entry.name)) folders.push(path.join(parent, entry.name));
    }
    const regular = entries.filter((entry) => entry.isFile());
    const sizes = await Promise.all(
      regular.map((entry) =>
        stat(path.join(parent, entry.name))
          .then(({ size }) => size)
          .catch(() => 0),
      ),
    );
    bytes += sizes.reduce((sum, size) => sum + size, 0);
    files += regular.length;
    if (bytes > enough || files > maxFiles) break;
  }
  return bytes;
}
