import { loadEsbuild, type Esbuild } from "../build/load-esbuild.ts";

/** The esbuilds that read sources for estimates, and their service processes. */
export class BorrowedEsbuilds {
  readonly #loaded = new Set<Esbuild>();

  async for(folder: string): Promise<Esbuild> {
    const esbuild = await loadEsbuild(folder);
    this.#loaded.add(esbuild);
    return esbuild;
  }

  async dispose(): Promise<void> {
    // Old versions have no `stop`; their service process ends with this process.
    for (const esbuild of this.#loaded) if ("stop" in esbuild) await esbuild.stop();
  }
}
