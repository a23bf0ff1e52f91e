import { readdir } from "node:fs/promises";
import { join, sep } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { addonPlatform, type AddonPlatform } from "./addon-platform.ts";
import type { PlacedPackage } from "./package-tree.ts";

/** One warning for each package whose addons are all for other machines than the function's. */
export async function foreignAddons(
  packages: readonly PlacedPackage[],
  laidFolder: string,
  fn: LambdaFunction,
): Promise<Problem[]> {
  const halves = new Set(packages.flatMap(({ optional }) => optional));
  const problems: Problem[] = [];
  for (const whole of packages) {
    if (halves.has(whole)) continue;
    const found = await Promise.all(
      [whole, ...whole.optional].map(({ target }) => platformsIn(join(laidFolder, target))),
    );
    const platforms = found.flat();
    if (platforms.length > 0 && !platforms.some((platform) => fits(platform, fn))) {
      problems.push(foreign(whole, platforms, fn));
    }
  }
  return problems;
}

async function platformsIn(folder: string): Promise<AddonPlatform[]> {
  const files = await readdir(folder, { recursive: true });
  const isNested = (file: string): boolean => file.split(sep).includes("node_modules");
  const addons = files.filter((file) => file.endsWith(".node") && !isNested(file));
  const platforms = await Promise.all(addons.map((file) => addonPlatform(join(folder, file))));
  return platforms.filter((platform) => platform !== undefined);
}

function fits({ os, architectures }: AddonPlatform, { architecture }: LambdaFunction): boolean {
  return os === "linux" && architectures.includes(cpu(architecture));
}

function cpu(architecture: LambdaFunction["architecture"]): string {
  return architecture === "x86_64" ? "x64" : "arm64";
}

function foreign({ name }: PlacedPackage, platforms: readonly AddonPlatform[], fn: LambdaFunction): Problem {
  const installed = new Set(platforms.map(({ os, architectures }) => `${os} ${architectures.join("/")}`.trim()));
  const wanted = cpu(fn.architecture);
  return {
    code: "addon-for-other-platform",
    severity: "warning",
    message:
      `The native package ${name} of ${fn.name} is installed for ${[...installed].join(", ")}; ` +
      `in a container and on AWS the function runs on linux ${wanted}.`,
    hint: `Install it for that too: npm install --os=linux --cpu=${wanted} --libc=glibc ${name}`,
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}
