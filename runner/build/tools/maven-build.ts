import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isExecutable } from "../../engine/process/executable.ts";
import { Failure } from "../../model/failure.ts";
import { digest } from "../extracted-zip.ts";
import { requireProgram } from "./find-program.ts";
import { javacPlaces } from "./javac-places.ts";
import { linkTree } from "./link-tree.ts";
import { runTool } from "./run-tool.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure } from "./tool-failure.ts";

/**
 * Compiles with Maven where the sources are, as an editor does, and lays classes and runtime dependencies out as
 * `sam build` does: classes at the top, JARs in `lib`. SAM runs `clean install`; what a save changes takes no more than
 * `process-classes`. The dependencies are asked for again when a pom.xml changes, or one of them is a snapshot.
 */
export function mavenBuild({ fn, codeFolder, storageFolder }: ToolTask): ToolBuild {
  const poms = ownAndParents(codeFolder);
  const inputs = { files: new Set(poms), folders: [{ path: codeFolder, listedOnly: [] }] };
  return {
    description: "mvn process-classes",
    inputs,
    build: (target, { id }, signal) =>
      takeTurns(codeFolder, signal, async () => {
        const program = findMaven(fn.name, codeFolder);
        const kept = join(storageFolder, "maven", digest(codeFolder));
        const texts = await Promise.all(poms.map((pom) => readFile(pom, "utf8")));
        const known = join(kept, digest(texts.join("\0")));
        const fresh = join(kept, `${id}.draft`);
        const isKnown = existsSync(known);
        try {
          const args = ["-B", "-q", "process-classes", ...(isKnown ? [] : copyDependencies(fresh))];
          const run = await runTool({ program, args, cwd: codeFolder }, signal);
          if (run.exitCode !== 0) {
            const output = run.output.replaceAll(advice, "");
            throw toolFailure("mvn", { ...run, output }, javacPlaces(output), fn, inputs);
          }
          await copyClasses(join(codeFolder, "target", "classes"), target, fn.name);
          if (isKnown) await linkTree(known, join(target, "lib"), signal);
          else await keepDependencies(fresh, known, join(target, "lib"), signal);
          return { problems: [] };
        } finally {
          await rm(fresh, { recursive: true, force: true });
        }
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

async function keepDependencies(fresh: string, known: string, target: string, signal: AbortSignal): Promise<void> {
  // Maven makes no folder for no dependencies.
  await mkdir(fresh, { recursive: true });
  await linkTree(fresh, target, signal);
  for (const name of await readdir(dirname(known))) {
    if (!name.endsWith(".draft")) await rm(join(dirname(known), name), { recursive: true, force: true });
  }
  const isStable = !(await readdir(fresh)).some((name) => name.includes("SNAPSHOT"));
  if (isStable) await rename(fresh, known);
}
