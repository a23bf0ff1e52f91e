import { symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import type { BundleRecipe } from "../build/bundle-recipe.ts";
import type { Esbuild } from "../build/load-esbuild.ts";
import { moduleFormat } from "../build/module-format.ts";
import { writeOutputs } from "../build/write-outputs.ts";
import { cancellableBuild } from "./cancellable-build.ts";
import { ownImports, type OwnImport } from "./own-imports.ts";

/** A program without the interpreter in front of it. */
export interface ImportProgram {
  readonly arguments: readonly string[];
  readonly cwd: string;
}

/**
 * The imports of a source file as the function's bundler, or Node.js itself, would do them: types and what else is only for
 * the compiler left out.
 *
 * @throws esbuild's own errors
 */
export async function importsOfSource(esbuild: Esbuild, file: string, options: BuildOptions): Promise<OwnImport[]> {
  const { outputFiles } = await esbuild.build({
    ...pick(options, ["tsconfig", "jsx", "jsxFactory", "jsxFragment", "jsxImportSource"]),
    entryPoints: [file],
    bundle: false,
    write: false,
    logLevel: "silent",
  });
  return ownImports(outputFiles[0]?.text ?? "");
}

/**
 * A program that loads a file's imports one after the other, each from bundles that hold what it alone, or it first, needs of
 * them. Nothing else of the file is in it.
 *
 * @param packages where the packages are installed that can't be bundled
 * @param folder an empty one, which it is written to
 * @throws esbuild's own errors; Failure `cancelled`
 */
export async function bundledImports(
  { esbuild, options }: Pick<BundleRecipe, "esbuild" | "options">,
  file: string,
  imports: readonly OwnImport[],
  packages: string,
  folder: string,
  signal: AbortSignal,
): Promise<ImportProgram> {
  const whole: BuildOptions = {
    ...without(options, ["entryPoints", "outfile", "banner", "footer"]),
    stdin: { contents: program(imports, (index) => `import("${prefix}${index}")`), resolveDir: dirname(file) },
    plugins: [...(options.plugins ?? []), modulesOf(imports, dirname(file))],
    format: "esm",
    splitting: true,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    banner: { js: withCommonJs },
    sourcemap: false,
    metafile: false,
  };
  await writeOutputs(await cancellableBuild(esbuild, whole, signal), folder, folder);
  // Most bundles have none beside them.
  await symlink(join(packages, "node_modules"), join(folder, "node_modules"), "junction").catch(() => undefined);
  return { arguments: [join(folder, "stdin.mjs")], cwd: folder };
}

/** The same for a file that Node.js runs as it stands. */
export function plainImports(file: string, imports: readonly OwnImport[]): ImportProgram {
  const format = moduleFormat(file) === "esm" ? "module" : "commonjs";
  const load = format === "module" ? "import" : "require";
  const text = program(imports, (_, { specifier }) => `${load}(${JSON.stringify(specifier)})`);
  // Node.js looks for the imports of a text in the working directory.
  return { arguments: [`--input-type=${format}`, "--eval", text], cwd: dirname(file) };
}

/** Writes a JSON array of specifier and milliseconds for each import that succeeds, a line each. */
function program(imports: readonly OwnImport[], load: (index: number, own: OwnImport) => string): string {
  const steps = imports.map((own, index) => `[${JSON.stringify(own.specifier)}, () => ${load(index, own)}]`);
  return `
(async () => {
  const { writeSync } = await import("node:fs");
  // AWS's runtime has it before the function's code comes.
  await import("node:http");
  const steps = [${steps.join(",\n")}];
  for (const [specifier, load] of steps) {
    const startMs = performance.now();
    try {
      await load();
    } catch {
      continue;
    }
    writeSync(3, JSON.stringify([specifier, performance.now() - startMs]) + "\\n");
  }
  process.exit();
})();
`;
}

const prefix = "pilotlight-import:";

/** Gives each import a module of its own. */
function modulesOf(imports: readonly OwnImport[], resolveDir: string): Plugin {
  return {
    name: "pilotlight-imports",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${prefix}`) }, ({ path }) => ({
        path: path.slice(prefix.length),
        namespace: "pilotlight-imports",
      }));
      build.onLoad({ filter: /^/, namespace: "pilotlight-imports" }, ({ path }) => ({
        contents: imports[Number(path)]?.module ?? "",
        resolveDir,
      }));
    },
  };
}

/** CommonJS packages that are bundled into an ES module find what they had. */
const withCommonJs =
  'import { createRequire as pilotlightCreateRequire } from "node:module"; ' +
  "globalThis.require ??= pilotlightCreateRequire(import.meta.url); " +
  "globalThis.__filename ??= process.argv[1]; globalThis.__dirname ??= process.cwd();";

function pick(options: BuildOptions, names: readonly (keyof BuildOptions)[]): BuildOptions {
  return Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
}

function without(options: BuildOptions, names: readonly (keyof BuildOptions)[]): BuildOptions {
  const left: ReadonlySet<string> = new Set(names);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !left.has(name)));
}
