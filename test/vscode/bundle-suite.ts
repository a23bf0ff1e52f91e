import { globSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** What suites are for, mostly a kind of window: the folders of `suite/`. */
export const suiteNames = ["activation", "folder", "debug", "multi-root", "untrusted", "empty"] as const;

export type SuiteName = (typeof suiteNames)[number];

/**
 * Bundles the suites for one kind of window, mocha with them.
 *
 * @returns a CommonJS file in the folder `into` that exports `run`
 */
export async function bundleSuite(name: SuiteName, into: string): Promise<string> {
  const folder = join(import.meta.dirname, "suite");
  const files = globSync(`${name}/*.suite.ts`, { cwd: folder }).sort();
  if (files.length === 0) throw new Error(`There is no suite in ${join(folder, name)}.`);
  const loads = files.map((file) => `require(${JSON.stringify(`./${file.replaceAll("\\", "/")}`)});`).join(" ");
  await build({
    stdin: {
      contents: `import { runSuites } from "./run-suites.ts";\nexport const run = () => runSuites(() => { ${loads} });\n`,
      resolveDir: folder,
      loader: "ts",
    },
    outfile: join(into, "tests.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
    sourcemap: "inline",
    logLevel: "error",
  });
  // Source maps count for what is loaded after this.
  const entry = join(into, "run.cjs");
  await writeFile(entry, 'process.setSourceMapsEnabled(true);\nmodule.exports = require("./tests.cjs");\n');
  return entry;
}
