import createIgnore from "@balena/dockerignore";
import { createHash } from "node:crypto";
import { lstat, readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** What is sent to the engine for a build. */
export interface BuildContext {
  /** Files and links, relative to the folder, with forward slashes. */
  readonly files: readonly string[];
  /** Changes when any of them does. */
  readonly fingerprint: string;
}

/** Lists a build context as docker does: all of the folder but for what `.dockerignore` names. */
export async function readBuildContext(folder: string, dockerfile: string, signal: AbortSignal): Promise<BuildContext> {
  const patterns = await readFile(join(folder, ".dockerignore"), "utf8").catch(() => "");
  const ignore = createIgnore.default({ ignorecase: false }).add(patterns);
  // Docker sends both whatever the patterns say, and needs them.
  const always = new Set([".dockerignore", posix.normalize(dockerfile.replaceAll("\\", "/"))]);
  // Below an ignored folder a pattern with "!" may bring files back.
  const canPrune = !/^\s*!/m.test(patterns);
  const files: string[] = [];
  const hash = createHash("sha256");

  const walk = async (relative: string): Promise<void> => {
    const entries = await readdir(join(folder, relative), { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      signal.throwIfAborted();
      const path = posix.join(relative, entry.name);
      const isIgnored = ignore.ignores(path) && !always.has(path);
      if (entry.isDirectory()) {
        if (!isIgnored || !canPrune || [...always].some((file) => file.startsWith(`${path}/`))) await walk(path);
      } else if (!isIgnored && (entry.isFile() || entry.isSymbolicLink())) {
        const { size, mtimeMs, mode } = await lstat(join(folder, path));
        files.push(path);
        hash.update(`${path}\0${String(size)}\0${String(mtimeMs)}\0${String(mode)}\n`);
      }
    }
  };
  await walk("");
  return { files, fingerprint: hash.digest("hex") };
}
