import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addEsbuildProgram } from "./esbuild-program.ts";
import { esbuildPackages, type Target } from "./targets.ts";
import { runVsce } from "./vsce.ts";

const root = join(import.meta.dirname, "..");

/**
 * Makes the VSIX of one platform out of `dist/` as it is, in a folder of its own: what vsce sees is what was made for
 * that platform, whatever is installed here.
 *
 * @returns absolute path of the VSIX in the folder `into`
 * @throws Error when vsce refuses or warns
 */
export async function packageVsix(target: Target, into: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-vsix-"));
  try {
    const manifest = manifestForUsers();
    writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    for (const name of [".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE", "media", "node_modules/esbuild"]) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    const isPackage = (path: string): boolean => path.endsWith(".vsix") || path.endsWith(".tgz");
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true, filter: (path) => !isPackage(path) });
    await addEsbuildProgram(esbuildPackages[target], folder);
    const vsix = join(into, `pilotlight-${target}-${manifest.version}.vsix`);
    await runVsce(["--target", target, "--out", vsix], folder);
    return vsix;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `package.json` without what is about this repository. What is left of the dependencies is what is in the VSIX. */
function manifestForUsers(): { readonly version: string } & Record<string, unknown> {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<string, unknown>;
  for (const key of ["scripts", "bin", "devDependencies", "optionalDependencies"])
    Reflect.deleteProperty(manifest, key);
  return { ...manifest, version: String(manifest["version"]) };
}
