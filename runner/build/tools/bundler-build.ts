import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { digest } from "../digest.ts";
import { bundlerErrors } from "./bundler-errors.ts";
import { copySources } from "./copy-sources.ts";
import { requireProgram } from "./find-program.ts";
import { keptFolder } from "./kept-folder.ts";
import { linkTree } from "./link-tree.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure } from "./tool-failure.ts";

/**
 * The sources with the gems of their Gemfile in `vendor/bundle`, where Lambda's Ruby looks for them, as `sam build`
 * lays them out. Gems are installed once for each content of Gemfile and Gemfile.lock.
 */
export function bundlerBuild({ fn, codeFolder, storageFolder, runTool }: ToolTask): ToolBuild {
  const gemfile = join(codeFolder, "Gemfile");
  const manifests = [gemfile, `${gemfile}.lock`];
  const inputs = { files: new Set(manifests), folders: [{ path: codeFolder, listedOnly: [] }] };
  const keyOf = async () => {
    const texts = await Promise.all(manifests.map((file) => readFile(file, "utf8").catch(() => "")));
    return join(storageFolder, "ruby", digest([fn.runtime, fn.architecture, ...texts].join("\0")));
  };
  return {
    description: "bundle install",
    inputs,
    build: (target, _request, signal) =>
      takeTurns(codeFolder, signal, async () => {
        const bundle = async (subcommand: string, folder: string) => {
          const program = requireProgram("bundle", `${fn.name} is built with it`, "Install it: gem install bundler.");
          const env = { ...quietly, BUNDLE_PATH: folder, BUNDLE_APP_CONFIG: join(folder, ".bundle") };
          const run = await runTool({ program, args: [subcommand], cwd: codeFolder, env }, signal);
          if (run.exitCode === 0) return;
          const errors = bundlerErrors(run.output, { path: gemfile, text: await readFile(gemfile, "utf8") });
          throw toolFailure(`bundle ${subcommand}`, run, errors, fn, inputs);
        };
        // Installing would write the lock file, and so change what the gems are kept by.
        if (!existsSync(await keyOf())) await bundle("lock", join(storageFolder, "ruby"));
        const gems = await keyOf();
        await keptFolder(gems, signal, (draft) => bundle("install", draft));
        await copySources(codeFolder, target, (name) => notCopied.has(name), signal);
        await linkTree(gems, join(target, "vendor", "bundle"), signal);
        await mkdir(join(target, ".bundle"), { recursive: true });
        await writeFile(join(target, ".bundle", "config"), bundleConfig);
        return { problems: await otherRuby(gems, fn) };
      }),
  };
}

/** SAM's own choice. */
const leftOut = "development:test";
const quietly = { BUNDLE_WITHOUT: leftOut, BUNDLE_SILENCE_ROOT_WARNING: "true" };
const bundleConfig = `---\nBUNDLE_PATH: "vendor/bundle"\nBUNDLE_WITHOUT: "${leftOut}"\nBUNDLE_DEPLOYMENT: "true"\n`;
const notCopied: ReadonlySet<string> = new Set([".aws-sam", ".git", ".bundle"]);

/** Ruby looks for gems in a folder with its own version, so those of another version are not seen. */
async function otherRuby(gems: string, fn: LambdaFunction): Promise<Problem[]> {
  const wanted = `${fn.runtime?.replace("ruby", "") ?? ""}.0`;
  const versions = await readdir(join(gems, "ruby")).catch((): string[] => []);
  const [made] = versions;
  if (made === undefined || versions.includes(wanted)) return [];
  return [
    {
      code: "packages-of-other-platform",
      severity: "warning",
      message: `The gems of ${fn.name} were installed with Ruby ${made} of this machine; ${fn.runtime} does not find them.`,
      hint: `Put a Ruby ${wanted} first on PATH, or build with sam build --use-container.`,
      file: fn.template,
      range: fn.range,
      logicalId: fn.logicalId,
    },
  ];
}
