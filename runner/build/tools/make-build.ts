import { relative, resolve, sep, join } from "node:path";
import { folderName } from "../generations.ts";
import { cargoErrors } from "./cargo-messages.ts";
import { requireProgram } from "./find-program.ts";
import { bracketedPlaces } from "./bracketed-places.ts";
import { mirrorFolder } from "./mirror-folder.ts";
import { placedLines } from "./placed-lines.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { outputFailure, type Diagnostic } from "./tool-failure.ts";

/**
 * `make build-<logical id>` with `ARTIFACTS_DIR`, as `sam build` runs it: in a copy of the code folder. Makefiles that
 * were written for SAM delete and install as they like, and what they make must not look like a change of the sources.
 * The copy stays from build to build, for compilers that build incrementally.
 */
export function makeBuild({ fn, codeFolder, storageFolder, runTool }: ToolTask): ToolBuild {
  const copy = join(storageFolder, "make", folderName(fn.name));
  const goal = `build-${fn.logicalId}`;
  const inputs = { files: new Set<string>(), folders: [{ path: codeFolder, listedOnly: [] }] };
  return {
    description: `make ${goal}`,
    inputs,
    build: (target, { changed }, signal) =>
      takeTurns(copy, signal, async () => {
        const program = requireProgram("make", `${fn.name} is built with it`, "Install GNU make.");
        await mirrorFolder(codeFolder, copy, { skipped, changed }, signal);
        const env = { ARTIFACTS_DIR: target };
        const run = await runTool({ program, args: ["--no-print-directory", goal], cwd: copy, env }, signal);
        if (run.exitCode === 0) return { problems: [] };
        const diagnostics = [
          ...placedLines(run.output, copy),
          ...bracketedPlaces(run.output, copy),
          ...cargoErrors(run.output, copy),
        ];
        throw outputFailure(
          `make ${goal}`,
          { ...run, output: run.output.replaceAll(copy, codeFolder) },
          diagnostics.map((diagnostic) => inSources(diagnostic, copy, codeFolder)),
          fn,
          inputs,
        );
      }),
  };
}

/** SAM's own list. */
const skipped: ReadonlySet<string> = new Set([".aws-sam", ".git"]);

function inSources(diagnostic: Diagnostic, copy: string, codeFolder: string): Diagnostic {
  const isInCopy = diagnostic.file.startsWith(copy + sep);
  return isInCopy ? { ...diagnostic, file: resolve(codeFolder, relative(copy, diagnostic.file)) } : diagnostic;
}
