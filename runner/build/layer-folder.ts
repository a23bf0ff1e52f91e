import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { LambdaFunction, Layer } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { throwIfCancelled } from "./cancellation.ts";
import { findCodePath } from "./code-path.ts";
import { digest, extractedZip } from "./extracted-zip.ts";
import { makeGeneration } from "./generations.ts";

/** What becomes `/opt`. */
export interface LayerFolder {
  /** Undefined when the function has no layer on this machine. */
  readonly folder: string | undefined;
  /** One for each layer that is elsewhere: the function runs without it. */
  readonly problems: readonly Problem[];
}

/**
 * The folder with a function's layers laid over each other in their order, later ones winning. A single layer is used
 * where it stands. Several are copied together anew when the list changes, an archive changes, or something in the
 * upper three levels of a layer's folder does (`python/shared/module.py`, `nodejs/node_modules/package`): deeper
 * changes would take a walk over whole package trees to see.
 *
 * @throws Failure `code-missing`, `build-failed`, `cancelled`
 */
export async function layerFolder(
  fn: LambdaFunction,
  storageFolder: string,
  signal: AbortSignal,
): Promise<LayerFolder> {
  const problems: Problem[] = [];
  const folders: string[] = [];
  for (const layer of fn.layers) {
    const { content } = layer;
    const owner = `The layer ${layer.name} of ${fn.name}`;
    if (content.kind === "folder") folders.push((await findCodePath("folder", content.path, owner)).path);
    else if (content.kind === "zip") {
      folders.push(await extractedZip(await findCodePath("zip", content.path, owner), storageFolder, signal));
    } else problems.push(notHere(fn, layer));
  }
  if (folders.length < 2) return { folder: folders[0], problems };

  const state = await Promise.all(folders.map((folder) => upperLevels(folder, 3)));
  const folder = await makeGeneration(
    { parent: join(storageFolder, "layers"), group: digest(folders.join("\0")), name: digest(state.flat().join("\0")) },
    async (merged) => {
      for (const source of folders) await layOver(source, merged, signal);
    },
  );
  return { folder, problems };
}

async function upperLevels(folder: string, levels: number): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      const { mtimeNs, size } = await lstat(path, { bigint: true });
      const below = entry.isDirectory() && levels > 1 ? await upperLevels(path, levels - 1) : [];
      return [`${path} ${mtimeNs} ${size}`, ...below];
    }),
  );
  return lines.flat();
}

/** Not `fs.cp`, which would follow a link that an earlier layer put at the target, out of the folder. */
async function layOver(source: string, target: string, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    const there = await lstat(to).catch(() => undefined);
    if (there && !(there.isDirectory() && entry.isDirectory())) await rm(to, { recursive: true });
    if (entry.isDirectory()) {
      await mkdir(to, { recursive: true });
      await layOver(from, to, signal);
    } else if (entry.isSymbolicLink()) await symlink(await readlink(from), to);
    else await copyFile(from, to);
  }
}

function notHere(fn: LambdaFunction, layer: Layer): Problem {
  const reason = layer.content.kind === "elsewhere" ? layer.content.reason : "Its content is neither folder nor zip.";
  return {
    code: "layer-missing",
    severity: "warning",
    message: `${fn.name} runs without its layer ${layer.name}. ${reason}`,
    hint: "Download the layer's content and name its folder or zip in the template to run with it.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
