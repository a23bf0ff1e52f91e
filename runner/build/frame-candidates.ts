import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import { sourceFolder, type CodeSource, type LambdaFunction } from "../model/function.ts";
import { isBelow } from "../watch/is-below.ts";
import type { Build } from "./builder.ts";

/** What a function's frames are looked up in. */
export interface FramePlaces {
  readonly fn: Pick<LambdaFunction, "code" | "layers">;
  /** The build that the function ran, or the nearest to it; undefined when there is none. */
  readonly build: Pick<Build, "codeFolder" | "layerFolder" | "inputs"> | undefined;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Where the builds are. */
  readonly storageFolder: string;
}

/** Folders in which a person keeps what they edit. */
export function codeRoots({ fn, root }: FramePlaces): string[] {
  return [root, ...sourceFolders(fn.code), ...fn.layers.flatMap(({ content }) => sourceFolders(content))];
}

/** Files of this machine that a frame's path may mean, the likeliest first. They need not be there. */
export function frameCandidates(path: string, places: FramePlaces): string[] {
  const { fn, build } = places;
  const inTask = insideOf(path, ["/var/task", ...taskFolders(path, places)]);
  if (inTask !== undefined) {
    return [build?.codeFolder, ...sourceFolders(fn.code)].flatMap((folder) =>
      folder === undefined ? [] : [join(folder, inTask)],
    );
  }
  const inLayer = insideOf(path, ["/opt", ...withReal(build?.layerFolder)]);
  if (inLayer !== undefined) {
    return fn.layers.flatMap(({ content }) => sourceFolders(content)).map((folder) => join(folder, inLayer));
  }
  return isAbsolute(path) ? [path] : relativeCandidates(path, places);
}

/** The folder of the path's build, which may be gone, or of the spare that took it over. */
function taskFolders(path: string, { build, storageFolder }: FramePlaces): string[] {
  const own = withReal(storageFolder).flatMap((storage) => {
    if (!isBelow(path, storage)) return [];
    const [kind = "", ...rest] = relative(storage, path).split(sep);
    const depth = taskDepths.get(kind);
    return depth === undefined ? [] : [join(storage, kind, ...rest.slice(0, depth))];
  });
  // Live code is the person's own folder, and is found as such.
  return [...own, ...withReal(build?.codeFolder)];
}

/** `builds/<runner>/<function>/<build>` and `stages/<runner>/<spare>`. */
const taskDepths: ReadonlyMap<string, number> = new Map([
  ["builds", 3],
  ["stages", 2],
]);

/** Compilers name sources by where they started, Java by the package alone, Go from the package's folder on. */
function relativeCandidates(path: string, { fn, root }: FramePlaces): string[] {
  const folders = sourceFolders(fn.code);
  if (/\.(?:java|kt|scala|groovy)$/.test(path)) {
    return folders.flatMap((folder) => javaFolders.map((sources) => join(folder, sources, path)));
  }
  if (path.endsWith(".go")) {
    const parts = path.split("/");
    return folders.flatMap((folder) => parts.map((_part, index) => join(folder, ...parts.slice(index))));
  }
  // Cargo runs the compiler in the folder of the workspace.
  return folders.flatMap((folder) => upwards(folder, root)).map((folder) => join(folder, path));
}

const javaFolders = ["src/main/java", "src/main/kotlin", "src/main/scala", "src/main/groovy", "src", "."];

function upwards(folder: string, root: string): string[] {
  return isBelow(folder, root) ? [folder, ...upwards(dirname(folder), root)] : [folder];
}

function sourceFolders(code: CodeSource): string[] {
  const folder = sourceFolder(code);
  return folder === undefined ? [] : [folder];
}

/** The rest of a path below one of the folders. */
function insideOf(path: string, folders: readonly string[]): string | undefined {
  const folder = folders.find((candidate) => isBelow(path, candidate) || path.startsWith(`${candidate}/`));
  return folder === undefined ? undefined : path.slice(folder.length + 1);
}

/** A folder as it is named, and as runtimes name it that follow links. */
function withReal(folder: string | undefined): string[] {
  if (folder === undefined) return [];
  try {
    return [folder, realpathSync(folder)];
  } catch {
    return [folder];
  }
}
