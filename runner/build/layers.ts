import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from "node:fs/promises";
import { join, sep } from "node:path";
import type { LambdaFunction, Layer } from "../model/function.ts";
import type { Problem } from "../model/problem.ts";
import { joinInputs, type BuildInputs } from "./build-inputs.ts";
import { throwIfCancelled } from "./cancellation.ts";
import { findCodePath } from "./code-path.ts";
import { digest } from "./digest.ts";
import { extractedZip } from "./extracted-zip.ts";
import { layerInputs } from "./inputs/layer-inputs.ts";
import type { StorageUse } from "./storage.ts";
import { linkTree } from "./tools/link-tree.ts";

/** What becomes `/opt`. */
export interface LayerFolder {
  /** Undefined when the function has neither layers on this machine nor packages. */
  readonly folder: string | undefined;
  readonly inputs: BuildInputs;
  /** One for each layer that is elsewhere: the function runs without it. */
  readonly problems: readonly Problem[];
}

interface Source {
  readonly path: string;
  /** The person's own; otherwise it never changes, so its files may be linked. */
  readonly isLive: boolean;
}

/** Lays functions' layers over each other in their order, later ones winning. A single one is used where it stands. */
export class Layers {
  /** By the list of folders: what stood in them when they were last looked through. */
  readonly #states = new Map<string, string>();

  /**
   * Several layers are copied together anew when the list or anything in one of them has changed. To see that takes a
   * walk through all of them, so a build that was asked for by changes elsewhere goes without.
   *
   * @param packages a folder that never changes, which goes before the layers
   * @throws Failure `code-missing`, `build-failed`, `cancelled`
   */
  async folder(
    fn: LambdaFunction,
    packages: string | undefined,
    changed: ReadonlySet<string>,
    use: StorageUse,
    signal: AbortSignal,
  ): Promise<LayerFolder> {
    const problems: Problem[] = [];
    const sources: Source[] = [];
    const inputs: BuildInputs[] = [];
    for (const layer of fn.layers) {
      const { content } = layer;
      const owner = `The layer ${layer.name} of ${fn.name}`;
      if (content.kind === "folder") {
        const { path } = findCodePath("folder", content.path, owner);
        sources.push({ path, isLive: true });
        inputs.push(await layerInputs(path));
      } else if (content.kind === "zip") {
        const zip = findCodePath("zip", content.path, owner);
        inputs.push({ files: new Set([zip.path]), folders: [] });
        sources.push({ path: await extractedZip(zip, use, signal), isLive: false });
      } else problems.push(notHere(fn, layer));
    }
    const group = digest(sources.map(({ path }) => path).join("\0"));
    const live = sources.filter(({ isLive }) => isLive).map(({ path }) => path);
    if (packages !== undefined) sources.push({ path: packages, isLive: false });
    if (sources.length < 2) return { folder: sources[0]?.path, inputs: joinInputs(...inputs), problems };

    const isTouched = live.some((folder) => [...changed].some((path) => path.startsWith(folder + sep)));
    const known = changed.size > 0 && !isTouched ? this.#states.get(group) : undefined;
    const state = known ?? digest((await Promise.all(live.map(contentState))).flat().join("\0"));
    this.#states.set(group, state);
    const name = packages === undefined ? state : digest(`${state} ${packages}`);
    const folder = await use.share("layers", group, name, async (merged) => {
      for (const source of sources) await layOver(source, merged, signal);
    });
    return { folder, inputs: joinInputs(...inputs), problems };
  }
}

async function contentState(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return [path, ...(await contentState(path))];
      const { mtimeNs, size, mode } = await lstat(path, { bigint: true });
      return [`${path} ${mtimeNs} ${size} ${mode}`];
    }),
  );
  return lines.flat();
}

/** Not `fs.cp`, which would follow a link that an earlier layer put at the target, out of the folder. */
async function layOver({ path, isLive }: Source, target: string, signal: AbortSignal): Promise<void> {
  throwIfCancelled(signal);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const from = join(path, entry.name);
    const to = join(target, entry.name);
    const there = await lstat(to).catch(() => undefined);
    if (there && !(there.isDirectory() && entry.isDirectory())) await rm(to, { recursive: true });
    if (entry.isDirectory()) {
      if (there === undefined && !isLive) await linkTree(from, to, signal);
      else {
        await mkdir(to, { recursive: true });
        await layOver({ path: from, isLive }, to, signal);
      }
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
