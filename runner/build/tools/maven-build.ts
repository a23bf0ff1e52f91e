import { existsSync } from "node:fs";
import { cp, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isExecutable } from "../../engine/process/executable.ts";
import { Failure } from "../../model/failure.ts";
import { digest } from "../digest.ts";
import { requireProgram } from "./find-program.ts";
import { javacPlaces } from "./javac-places.ts";
import { keptFolder } from "./kept-folder.ts";
import { linkTree } from "./link-tree.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure } from "./tool-failure.ts";

/**
 * Compiles with Maven where the sources are, as an editor does, and lays classes and runtime dependencies out as
 * `sam build` does: classes at the top, JARs in `lib`. SAM runs `clean install`; what a save changes takes no more than
 * `process-classes`. The dependencies are asked for again when a pom.xml changes, or when one of them is a snapshot.
 */
export function mavenBuild({ fn, codeFolder, storageFolder, runTool }: ToolTask): ToolBuild {
  const poms = ownAndParents(codeFolder);
  const inputs = { files: new Set(poms), folders: [{ path: codeFolder, listedOnly: [] }] };
  return {
    description: "mvn process-classes",
    inputs,
    build: (target, _request, signal) =>
      takeTurns(codeFolder, signal, async () => {
        const program = findMaven(fn.name, codeFolder);
        const maven = async (...goals: string[]) => {
          const run = await runTool({ program, args: ["-B", "-q", ...goals], cwd: codeFolder }, signal);
          if (run.exitCode === 0) return;
          const output = run.output.replaceAll(advice, "");
          throw toolFailure("mvn", { ...run, output }, javacPlaces(output), fn, inputs);
        };
        const texts = await Promise.all(poms.map((pom) => readFile(pom, "utf8")));
        const kept = join(storageFolder, "maven", digest([codeFolder, ...texts].join("\0")));
        const lib = join(target, "lib");
        await keptFolder(kept, signal, (draft) => maven(...copyDependencies(draft)));
        const isStable = !(await readdir(kept)).some((name) => name.includes("SNAPSHOT"));
        await maven("process-classes", ...(isStable ? [] : copyDependencies(lib)));
        await copyClasses(join(codeFolder, "target", "classes"), target, fn.name);
        if (isStable) await linkTree(kept, lib, signal);
        return { problems: [] };
      }),
  };
}

/** What Maven prints with every error, and the heading of errors that are all named. */
const advice =
  /^\[ERROR\] *(?:COMPILATION ERROR : ?|-> \[Help \d+\]|\[Help \d+\] .*|(?:To see the full stack|Re-run Maven|For more information|After correcting).*)?\n| -> \[Help \d+\]$/gm;

function ownAndParents(codeFolder: string): string[] {
  const poms: string[] = [];
  for (let folder = codeFolder; existsSync(join(folder, "pom.xml")); folder = dirname(folder)) {
    poms.push(join(folder, "pom.xml"));
  }
  return poms;
}

function findMaven(name: string, codeFolder: string): string {
  const wrapper = join(codeFolder, process.platform === "win32" ? "mvnw.cmd" : "mvnw");
  if (isExecutable(wrapper)) return wrapper;
  return requireProgram("mvn", `${name} is built with it`, "Install Maven, or add its wrapper: mvn wrapper:wrapper.");
}

/** SAM's own options. */
function copyDependencies(folder: string): string[] {
  return [
    "dependency:copy-dependencies",
    "-DincludeScope=runtime",
    "-Dmdep.prependGroupId=true",
    `-DoutputDirectory=${folder}`,
  ];
}

async function copyClasses(classes: string, target: string, name: string): Promise<void> {
  const found = await stat(classes).catch(() => undefined);
  if (found?.isDirectory()) return cp(classes, target, { recursive: true });
  throw new Failure(
    "build-failed",
    `Maven made no ${classes}, which ${name} runs. Correct packaging and sourceDirectory in pom.xml.`,
  );
}
