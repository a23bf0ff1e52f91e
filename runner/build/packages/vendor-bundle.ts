import { dirname, join, resolve } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { unlessCancelled } from "../cancellation.ts";
import type { ReadFiles } from "../incremental-builds.ts";
import type { Esbuild } from "../load-esbuild.ts";
import { exactly } from "../sdk-from-image.ts";
import { writeOutputs } from "../write-outputs.ts";
import type { VendorPlan } from "./vendor-plan.ts";

/** Stands beside the bundle. */
const fileName = "pilotlight-packages.cjs";
const namespace = "pilotlight-packages";

/** Bundles the packages of a plan into a folder: one CommonJS file that loads each when it is asked for. */
export async function writeVendorBundle(
  esbuild: Esbuild,
  { entries }: VendorPlan,
  options: BuildOptions,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { absWorkingDir: codeFolder = "", outdir = "" } = options;
  const getters = [...entries.values()].map(
    (path, index) => `exports[${index}] = () => require(${JSON.stringify(resolve(codeFolder, path))});`,
  );
  const building = esbuild.build({
    ...withoutOwn(options),
    format: "cjs",
    outfile: join(outdir, fileName),
    stdin: { contents: getters.join("\n"), resolveDir: codeFolder, sourcefile: namespace },
    write: false,
  });
  const { outputFiles } = await unlessCancelled(building, signal);
  await writeOutputs(outputFiles, outdir, folder);
}

/** Without what is about the bundle's own outputs, or stands around its code. */
function withoutOwn(options: BuildOptions): BuildOptions {
  const own: ReadonlySet<string> = new Set(["entryPoints", "outdir", "banner", "footer", "outExtension"]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.has(name)));
}

/** What makes a bundle load the packages of a plan from their own file. */
export function fromVendorBundle(plan: VendorPlan, read: ReadFiles, options: BuildOptions): BuildOptions {
  const isEsm = options.format === "esm";
  const codeFolder = options.absWorkingDir ?? "";
  const plugin = vendorPlugin(plan, read, codeFolder, isEsm ? imported : `require("./${fileName}")`);
  const plugins = [...(options.plugins ?? []), plugin];
  if (!isEsm) return { ...options, plugins };
  // An ES module has no `require` of its own. The names that no module declares are left alone by esbuild.
  const js = `import ${imported} from "./${fileName}"; ${options.banner?.["js"] ?? ""}`;
  return { ...options, plugins, banner: { ...options.banner, js } };
}

const imported = "pilotlightPackages";

/** @param packages the expression that is the vendor bundle's exports */
function vendorPlugin({ entries }: VendorPlan, read: ReadFiles, codeFolder: string, packages: string): Plugin {
  const indexes = new Map([...entries.values()].map((path, index) => [path, index]));
  const known = new Set(
    Object.entries(read).flatMap(([importer, { imports }]) => {
      const from = dirname(resolve(codeFolder, importer));
      return imports.map(({ original, path }) => (entries.get(original ?? "") === path ? `${original} ${from}` : ""));
    }),
  );
  const plugin: Plugin = {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: exactly(entries.keys()), namespace: "file" }, async (args) => {
        const { path: specifier, importer, resolveDir, kind } = args;
        if (args.pluginData === plugin || /[\\/]node_modules[\\/]/.test(importer)) return undefined;
        let path = entries.get(specifier) ?? "";
        // Imported from a folder it was not imported from before: there it may mean another file.
        if (!known.has(`${specifier} ${resolveDir}`)) {
          const own = await build.resolve(specifier, {
            importer,
            resolveDir,
            kind,
            namespace: "file",
            pluginData: plugin,
          });
          if (own.path !== resolve(codeFolder, path)) return own;
        }
        path = String(indexes.get(path));
        return { path, namespace };
      });
      build.onLoad({ filter: /^/, namespace }, ({ path }) => ({
        contents: `module.exports = ${packages}[${path}]();`,
      }));
      build.onResolve({ filter: /^\.\//, namespace }, ({ path }) => ({ path, external: true }));
    },
  };
  return plugin;
}

/** What esbuild would have read with the packages in the bundle. */
export function withVendored(read: ReadFiles, { entries, files }: VendorPlan, planned: ReadFiles): ReadFiles {
  const paths = [...entries.values()];
  const own = Object.entries(read).filter(([path]) => !path.startsWith(`${namespace}:`));
  const restored = own.map(([path, file]) => {
    const imports = file.imports.map((imported) => {
      const index = imported.path.startsWith(`${namespace}:`) ? imported.path.slice(namespace.length + 1) : undefined;
      return index === undefined ? imported : { ...imported, path: paths[Number(index)] ?? imported.path };
    });
    return [path, { ...file, imports }] as const;
  });
  const vendored = Object.entries(planned).filter(([path]) => files.has(path));
  return Object.fromEntries([...vendored, ...restored]);
}
