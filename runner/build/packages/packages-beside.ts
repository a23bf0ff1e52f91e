import { cp, stat } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { noInputs, type BuildInputs } from "../build-inputs.ts";
import type { BuildRequest } from "../builder.ts";
import { throwIfCancelled } from "../cancellation.ts";
import { digest } from "../digest.ts";
import type { ReadFiles } from "../incremental-builds.ts";
import { isInstalled, markersIn, outermostModules } from "../inputs/install-markers.ts";
import { isSdk } from "../sdk-from-image.ts";
import type { StorageUse } from "../storage.ts";
import { foreignAddons } from "./foreign-addons.ts";
import { installedFolder, packageName } from "./installed-folder.ts";
import { packageTree, type PlacedPackage } from "./package-tree.ts";

/** What a bundle leaves out and finds beside itself instead. */
export interface LaidPackages {
  /** Holds `node_modules`; undefined when there is nothing to lay. Shared with other builds: link, don't change. */
  readonly folder: string | undefined;
  readonly inputs: BuildInputs;
  readonly problems: readonly Problem[];
}

interface Known {
  readonly key: string;
  readonly packages: readonly PlacedPackage[];
  readonly name: string;
  problems: readonly Problem[] | undefined;
}

/** Lays the installed packages that one function's bundle leaves out beside it, with all they need. */
export class PackagesBeside {
  #known: Known | undefined;

  /** After an install. */
  forget(): void {
    this.#known = undefined;
  }

  /** @throws Failure `cancelled` */
  async lay(
    fn: LambdaFunction,
    codeFolder: string,
    read: ReadFiles | undefined,
    { id, changed }: BuildRequest,
    use: StorageUse,
    signal: AbortSignal,
  ): Promise<LaidPackages> {
    const roots = await leftOut(read, codeFolder);
    if (roots.size === 0) return { folder: undefined, inputs: noInputs, problems: [] };
    const key = JSON.stringify([...roots].sort());
    const isTouched = linked(this.#known?.packages ?? []).some((folder) =>
      [...changed].some((path) => path.startsWith(folder + sep)),
    );
    const isSame = this.#known?.key === key && !isTouched;
    const known = isSame && this.#known ? this.#known : await describe(key, await packageTree(roots), id);
    this.#known = known;
    const folder = await use.share("packages", digest(codeFolder), known.name, (draft) =>
      copyPackages(known.packages, draft, signal),
    );
    known.problems ??= await foreignAddons(known.packages, folder, fn);
    return { folder, inputs: inputsOf(known.packages), problems: known.problems };
  }
}

/** The installed packages that a bundle imports and does not hold, the SDK apart: that is the runtime's. */
async function leftOut(read: ReadFiles | undefined, codeFolder: string): Promise<Map<string, string>> {
  const roots = new Map<string, string>();
  for (const [importer, { imports }] of Object.entries(read ?? {})) {
    for (const { path, external } of imports) {
      if (!external || /^[./#<]|^\w+:/.test(path) || isAbsolute(path) || isBuiltin(path) || isSdk(path)) continue;
      const name = packageName(path);
      if (roots.has(name)) continue;
      const folder = await installedFolder(name, dirname(resolve(codeFolder, importer)));
      if (folder !== undefined) roots.set(name, folder);
    }
  }
  return roots;
}

/** @param id of the build, for packages that are edited where they stand: no name from before may mean them */
async function describe(key: string, packages: readonly PlacedPackage[], id: string): Promise<Known> {
  const states = await Promise.all(
    packages.map(async ({ folder, target }) => {
      const manifest = await stat(join(folder, "package.json"), { bigint: true }).catch(() => undefined);
      return `${target} ${folder} ${manifest?.mtimeNs} ${manifest?.ctimeNs} ${manifest?.size}`;
    }),
  );
  const markers = await Promise.all(
    installMarkers(packages).map(async (marker) => {
      return `${marker} ${(await stat(marker, { bigint: true }).catch(() => undefined))?.mtimeNs}`;
    }),
  );
  const edited = linked(packages).length > 0 ? [id] : [];
  return { key, packages, name: digest([...states, ...markers, ...edited].join("\0")), problems: undefined };
}

async function copyPackages(packages: readonly PlacedPackage[], folder: string, signal: AbortSignal): Promise<void> {
  for (const { folder: source, target } of packages) {
    throwIfCancelled(signal);
    // What a package's own node_modules holds is placed by itself, links followed.
    const filter = (path: string): boolean => path === source || !leftBehind.has(basename(path));
    await cp(source, join(folder, target), { recursive: true, dereference: true, filter });
  }
}

const leftBehind: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** Packages of the same workspace. */
function linked(packages: readonly PlacedPackage[]): string[] {
  return packages.map(({ folder }) => folder).filter((folder) => !isInstalled(folder));
}

function installMarkers(packages: readonly PlacedPackage[]): string[] {
  const modules = new Set(
    packages
      .map(({ folder }) => folder)
      .filter(isInstalled)
      .map(outermostModules),
  );
  return [...modules].flatMap(markersIn);
}

function inputsOf(packages: readonly PlacedPackage[]): BuildInputs {
  return {
    files: new Set(installMarkers(packages)),
    folders: linked(packages).map((path) => ({ path, listedOnly: [] })),
  };
}
