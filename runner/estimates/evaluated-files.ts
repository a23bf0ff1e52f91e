import { handlerFile } from "../build/inputs/handler-file.ts";
import type { Esbuild } from "../build/load-esbuild.ts";
import type { LambdaFunction } from "../model/function.ts";

/**
 * The files that Node.js reads when it loads a handler that runs as it stands, with their bytes. Paths are relative to the
 * code folder, with forward slashes. Undefined where that can't be told.
 *
 * @param esbuildFor loads the esbuild that reads a folder's sources
 */
export async function evaluatedFiles(
  fn: LambdaFunction,
  codeFolder: string,
  esbuildFor: (folder: string) => Promise<Esbuild>,
): Promise<ReadonlyMap<string, number> | undefined> {
  const file = await handlerFile(fn, codeFolder);
  if (file === undefined) return undefined;
  const external = new Set<string>();
  for (;;) {
    try {
      const esbuild = await esbuildFor(codeFolder);
      const { metafile } = await esbuild.build({
        absWorkingDir: codeFolder,
        entryPoints: [file],
        external: [...external],
        bundle: true,
        platform: "node",
        format: "esm",
        loader: { ".node": "empty" },
        metafile: true,
        write: false,
        outdir: codeFolder,
        logLevel: "silent",
      });
      return new Map(Object.entries(metafile.inputs).map(([path, { bytes }]) => [path, bytes]));
    } catch (error) {
      // What is not there is the runtime's, or a layer's. For the rest, the first start says what is wrong.
      const missing = unresolved(error).filter((specifier) => !external.has(specifier));
      if (missing.length === 0) return undefined;
      for (const specifier of missing) external.add(specifier);
    }
  }
}

function unresolved(error: unknown): string[] {
  const errors = error instanceof Error && "errors" in error ? (error.errors as readonly { text: string }[]) : [];
  return errors.flatMap(({ text }) => /^Could not resolve "([^"]+)"/.exec(text)?.[1] ?? []);
}
