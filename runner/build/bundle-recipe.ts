import type { BuildOptions } from "esbuild";
import type { Esbuild } from "./load-esbuild.ts";

/** How a function was bundled, for those who look into its bundle. */
export interface BundleRecipe {
  readonly esbuild: Esbuild;
  /** Of one bundle with everything in it. */
  readonly options: BuildOptions;
  /** How much of each file is in that bundle, in bytes. Paths are relative to `options.absWorkingDir`, with forward slashes. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Holds `node_modules` with the packages that are laid beside it; they never change in there. */
  readonly packagesFolder: string | undefined;
}
