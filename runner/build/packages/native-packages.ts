import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ReadFiles } from "../incremental-builds.ts";
import { asRecord, readManifest } from "./manifest.ts";

/** Finds the packages in bundles that can't be bundled: those with native addons, which they look for beside themselves. */
export class NativePackages {
  readonly #known = new Map<string, Promise<boolean>>();

  /** The names of the native packages that files of a bundle are from. */
  async in(read: ReadFiles | undefined, codeFolder: string): Promise<Set<string>> {
    const folders = new Map<string, string>();
    const names = new Set<string>();
    for (const path of Object.keys(read ?? {})) {
      const [folder, name] = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(path) ?? [];
      if (folder === undefined || name === undefined) continue;
      folders.set(folder, name);
      if (path.endsWith(".node")) names.add(name);
    }
    for (const [folder, name] of folders) {
      if (await this.#isNative(resolve(codeFolder, folder))) names.add(name);
    }
    return names;
  }

  /** After an install. */
  forget(): void {
    this.#known.clear();
  }

  #isNative(folder: string): Promise<boolean> {
    const known = this.#known.get(folder) ?? isNativePackage(folder);
    this.#known.set(folder, known);
    return known;
  }
}

async function isNativePackage(folder: string): Promise<boolean> {
  const manifest = await readManifest(folder);
  return (
    saysNative(manifest) || (await exists(join(folder, "binding.gyp"))) || (await exists(join(folder, "prebuilds")))
  );
}

/** The words of node-gyp, node-pre-gyp, prebuild, node-gyp-build and napi-rs in a `package.json`. */
export function saysNative(manifest: Readonly<Record<string, unknown>>): boolean {
  const { gypfile, binary, napi, dependencies, optionalDependencies, scripts } = manifest;
  if (gypfile === true || isObject(binary) || isObject(napi)) return true;
  if (Object.keys(asRecord(dependencies)).some((name) => addonHelpers.has(name))) return true;
  if (Object.keys(asRecord(optionalDependencies)).some((name) => platformName.test(name))) return true;
  const { preinstall, install, postinstall } = asRecord(scripts);
  return [preinstall, install, postinstall].some((script) => typeof script === "string" && compiles.test(script));
}

const addonHelpers: ReadonlySet<string> = new Set([
  "bindings",
  "node-gyp-build",
  "node-gyp-build-optional-packages",
  "node-addon-api",
  "@mapbox/node-pre-gyp",
  "node-pre-gyp",
  "prebuild-install",
  "nan",
]);
/** `@img/sharp-linux-x64`, `@esbuild/darwin-arm64`. */
const platformName = /[/-](?:linux|darwin|win32)-(?:x64|arm64)\b/;
const compiles = /\b(?:node-gyp|node-pre-gyp|prebuild|prebuild-install|cmake-js)\b/;

function isObject(value: unknown): boolean {
  return Object.keys(asRecord(value)).length > 0;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
