import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CodeSource, LambdaFunction } from "../../model/function.ts";
import { listZip } from "../../project/zip-listing.ts";
import { normalizedName, parseRequirements } from "./requirements.ts";

/** Whether a Python function's requirements.txt asks for anything that is neither in its folder nor in its layers. */
export async function needsPip(fn: Pick<LambdaFunction, "layers">, codeFolder: string): Promise<boolean> {
  const text = await readFile(join(codeFolder, "requirements.txt"), "utf8").catch(() => "");
  const requirements = parseRequirements(text);
  if (requirements.length === 0) return false;
  const listings = [readdir(codeFolder), ...fn.layers.map(({ content }) => layerNames(content))];
  const installed = new Map((await Promise.all(listings)).flat().flatMap(installedPackage));
  return requirements.some(({ name, version }) => {
    const there = name === undefined ? undefined : installed.get(name);
    return there === undefined || (version !== undefined && version !== there);
  });
}

/** Package and version of a folder that an installer leaves beside each package: `requests-2.31.0.dist-info`. */
function installedPackage(name: string): [string, string][] {
  const [, packageName, version] = /^(.+?)-([^-]+)\.(?:dist|egg)-info$/.exec(name) ?? [];
  return packageName === undefined || version === undefined ? [] : [[normalizedName(packageName), version]];
}

async function layerNames(content: CodeSource): Promise<string[]> {
  if (content.kind === "zip") {
    const files = await listZip(content.path).catch(() => new Map<string, number>());
    return [...files.keys()].flatMap(
      (path) => /^python\/(?:lib\/[^/]+\/site-packages\/)?([^/]+)\//.exec(path)?.[1] ?? [],
    );
  }
  if (content.kind !== "folder") return [];
  const versions = join(content.path, "python", "lib");
  const folders = [
    join(content.path, "python"),
    ...(await readdir(versions).catch(() => [])).map((version) => join(versions, version, "site-packages")),
  ];
  return (await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])))).flat();
}
