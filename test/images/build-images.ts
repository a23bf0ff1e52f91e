import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { basePackages, makeBaseSystem } from "./base-system.ts";
import { inTemporaryFolder } from "./cached-folder.ts";
import { hashFolder } from "./hash-folder.ts";
import { javaStandIn } from "./java/java-stand-in.ts";
import { nodejsStandIn } from "./nodejs/nodejs-stand-in.ts";
import { providedStandIn } from "./provided-stand-in.ts";
import { pythonStandIn } from "./python/python-stand-in.ts";
import { Rootfs } from "./rootfs.ts";
import { rubyStandIn } from "./ruby/ruby-stand-in.ts";
import { runCommand } from "./run-command.ts";
import { type StandIn, type StandInName, standInNames } from "./stand-in.ts";

export type { StandInName };

/**
 * Builds the stand-ins for AWS's images that the container engine does not have yet in this content. Needs an engine
 * that answers, Linux on x86-64 and the packages of `apt-packages.txt`. The first run takes some minutes, later ones
 * about a second.
 *
 * @returns the tags of all stand-ins, those not asked for included
 */
export async function buildStandInImages(
  names: readonly StandInName[] = standInNames,
  options: { signal?: AbortSignal; progress?: (line: string) => void } = {},
): Promise<Record<StandInName, string>> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`The stand-in images are built on Linux x86-64 alone, not on ${process.platform} ${process.arch}.`);
  }
  const { signal, progress = () => undefined } = options;
  const recipe = await hashFolder(import.meta.dirname);
  for (const name of names) {
    const content = await hashContent(recipe, standIns[name], signal);
    if (await isBuilt(tags[name], content, signal)) {
      progress(`${tags[name]}: up to date`);
      continue;
    }
    progress(`${tags[name]}: building`);
    await build(standIns[name], content, signal);
    progress(`${tags[name]}: built`);
  }
  return tags;
}

/** What the runner's image setting takes in tests: runtime id → tag of the stand-in nearest to it. */
export function standInImageMap(): Record<string, string> {
  return Object.fromEntries(Object.entries(runtimes).map(([runtime, name]) => [runtime, tags[name]]));
}

const standIns: Record<StandInName, StandIn> = {
  "nodejs:24": nodejsStandIn(24),
  "nodejs:22": nodejsStandIn(22),
  "python:3.11": pythonStandIn,
  "java:17": javaStandIn,
  "ruby:3.1": rubyStandIn,
  "provided:al2023": providedStandIn,
};

const tags: Record<StandInName, string> = {
  "nodejs:24": "pilotlight-test/nodejs:24",
  "nodejs:22": "pilotlight-test/nodejs:22",
  "python:3.11": "pilotlight-test/python:3.11",
  "java:17": "pilotlight-test/java:17",
  "ruby:3.1": "pilotlight-test/ruby:3.1",
  "provided:al2023": "pilotlight-test/provided:al2023",
};

const runtimes: Record<string, StandInName> = {
  "nodejs24.x": "nodejs:24",
  "nodejs22.x": "nodejs:22",
  "nodejs20.x": "nodejs:22",
  "python3.11": "python:3.11",
  "python3.12": "python:3.11",
  "python3.13": "python:3.11",
  java17: "java:17",
  java21: "java:17",
  "ruby3.3": "ruby:3.1",
  "ruby3.4": "ruby:3.1",
  "provided.al2023": "provided:al2023",
  "provided.al2": "provided:al2023",
};

const contentLabel = "pilotlight-test.content";

async function hashContent(recipe: string, standIn: StandIn, signal: AbortSignal | undefined): Promise<string> {
  const packages = [...basePackages, ...standIn.packages];
  const versions = await runCommand("dpkg-query", ["-W", ...packages], { signal });
  return createHash("sha256").update(recipe).update(versions).digest("hex");
}

async function isBuilt(tag: string, content: string, signal: AbortSignal | undefined): Promise<boolean> {
  const label = `label=${contentLabel}=${content}`;
  return (await runCommand("docker", ["image", "ls", "--quiet", "--filter", label, tag], { signal })).trim() !== "";
}

async function build(standIn: StandIn, content: string, signal: AbortSignal | undefined): Promise<void> {
  await inTemporaryFolder(async (context) => {
    const rootfs = new Rootfs(join(context, "rootfs"));
    await makeBaseSystem(rootfs);
    await standIn.fill(rootfs, signal);
    await writeFile(join(context, "Dockerfile"), dockerfile(standIn, content));
    // The classic builder, because the other one is an add-on that a bare engine lacks.
    const env = { DOCKER_BUILDKIT: "0" };
    await runCommand("docker", ["build", "--quiet", "--tag", tags[standIn.name], context], { env, signal });
  });
}

/** No USER and no CMD: AWS's images set neither. */
function dockerfile(standIn: StandIn, content: string): string {
  const variables = {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    ...standIn.variables,
  };
  return [
    "FROM scratch",
    "COPY rootfs/ /",
    `ENV ${Object.entries(variables)
      .map(([name, value]) => `${name}=${value}`)
      .join(" ")}`,
    "WORKDIR /var/task",
    `LABEL ${contentLabel}=${content}`,
    'ENTRYPOINT ["/lambda-entrypoint.sh"]',
    "",
  ].join("\n");
}

if (import.meta.main) {
  const asked = process.argv.slice(2).map((argument) => {
    const name = standInNames.find((known) => known === argument);
    if (name === undefined) throw new Error(`No stand-in is named ${argument}. Known: ${standInNames.join(", ")}.`);
    return name;
  });
  await buildStandInImages(asked.length === 0 ? standInNames : asked, { progress: (line) => console.error(line) });
  // Images that lost their tag to a newer one pile up. Not after each build: it would take those of a build under way.
  await runCommand("docker", ["image", "prune", "--force", "--filter", `label=${contentLabel}`]);
}
