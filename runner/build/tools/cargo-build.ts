import { constants, copyFile, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { Architecture, LambdaFunction } from "../../model/function.ts";
import { joinInputs, type BuildInputs } from "../build-inputs.ts";
import { digest } from "../digest.ts";
import { cargoErrors, readCargoMessages, type CargoExecutable } from "./cargo-messages.ts";
import { parseDepInfo } from "./dep-info.ts";
import { filesUpwards } from "./files-upwards.ts";
import { findProgram, requireProgram } from "./find-program.ts";
import { takeTurns } from "./take-turns.ts";
import type { ToolBuild, ToolTask } from "./tool-build.ts";
import { toolFailure, toolProblems } from "./tool-failure.ts";

/**
 * `cargo lambda build`, or `cargo build` where Cargo Lambda is not installed and this machine is what the function
 * runs on.
 *
 * SAM builds with the release profile. Here it is the dev profile unless `BuildProperties.Profile` names another: it
 * compiles incrementally, which after a save is the difference between a second and a minute, and it can be debugged.
 * Durations and memory are then those of a debug build, so the description names the profile.
 */
export function cargoBuild(task: ToolTask): ToolBuild {
  const { fn, codeFolder, runTool } = task;
  const profile = textOf(fn.build.properties["Profile"]) ?? "dev";
  const isLambda = findProgram("cargo-lambda") !== undefined;
  const description = `${isLambda ? "cargo lambda build" : "cargo build"} (${profile} profile)`;
  let inputs = inputsOf([], codeFolder);
  return {
    description,
    get inputs() {
      return inputs;
    },
    async build(target, _request, signal) {
      const program = requireProgram("cargo", `${fn.name} is built with it`, "Install Rust from https://rustup.rs.");
      if (!isLambda && !isOwnMachine(fn.architecture)) throw lambdaMissing(fn);
      // Not the project's own: the language server of an editor holds the lock of that one after each save.
      const targetFolder = join(task.storageFolder, "cargo", digest(workspaceOf(codeFolder)));
      return takeTurns(targetFolder, signal, async () => {
        const run = await runTool(
          {
            program,
            args: [...(isLambda ? ["lambda"] : []), "build", ...options(fn, profile, isLambda)],
            cwd: codeFolder,
            env: { CARGO_TARGET_DIR: targetFolder, CARGO_TERM_COLOR: "never" },
          },
          signal,
        );
        const { diagnostics, executables } = readCargoMessages(run.stdout, workspaceOf(codeFolder));
        if (run.exitCode !== 0) {
          // Their packages: those of the function's were not all known before its first build that succeeds.
          const all = [...diagnostics, ...cargoErrors(run.output, codeFolder)];
          inputs = joinInputs(
            inputs,
            inputsOf(
              all.map(({ file }) => file),
              codeFolder,
            ),
          );
          throw toolFailure(description, run, all, fn, inputs);
        }
        const { path } = theBinary(executables, fn);
        inputs = inputsOf(await sourcesOf(path), codeFolder);
        await copyFile(path, join(target, "bootstrap"), constants.COPYFILE_FICLONE);
        return { problems: toolProblems(diagnostics, fn) };
      });
    },
  };
}

function options(fn: LambdaFunction, profile: string, isLambda: boolean): string[] {
  const binary = textOf(fn.build.properties["Binary"]);
  return [
    "--message-format=json",
    ...(isLambda && fn.architecture === "arm64" ? ["--arm64"] : []),
    ...(profile === "release" ? ["--release"] : profile === "dev" ? [] : ["--profile", profile]),
    ...(binary === undefined ? [] : ["--bin", binary]),
  ];
}

/** Cargo keeps the lock file of all members in the workspace's own folder. */
function workspaceOf(codeFolder: string): string {
  return dirname(filesUpwards(codeFolder, ["Cargo.lock"])[0] ?? join(codeFolder, "Cargo.lock"));
}

function theBinary(executables: readonly CargoExecutable[], fn: LambdaFunction): CargoExecutable {
  const [first, ...others] = executables;
  if (first === undefined) {
    throw new Failure(
      "build-failed",
      `The package of ${fn.name} has no binary. Add a src/main.rs, or a [[bin]] section to its Cargo.toml.`,
    );
  }
  if (others.length === 0) return first;
  const named = executables.find(({ name }) => name === "bootstrap");
  if (named !== undefined) return named;
  const names = executables.map(({ name }) => name).sort();
  throw new Failure(
    "build-failed",
    `The package of ${fn.name} has several binaries: ${names.join(", ")}. ` +
      "Name the function's own in BuildProperties.Binary of its Metadata.",
  );
}

/** Those of the function's package and of every package that is in a folder of this machine. */
async function sourcesOf(executable: string): Promise<string[]> {
  const text = await readFile(`${executable.replace(/\.exe$/, "")}.d`, "utf8").catch(() => "");
  return Promise.all(parseDepInfo(text).map((path) => realpath(path).catch(() => path)));
}

/** The sources' packages as a whole: a file that a module declaration names may come later. */
function inputsOf(sources: readonly string[], codeFolder: string): BuildInputs {
  const files = [codeFolder, ...sources.map((file) => dirname(file))].flatMap((folder) =>
    filesUpwards(folder, settings),
  );
  const packages = sources.flatMap((file) => filesUpwards(dirname(file), ["Cargo.toml"]).slice(0, 1));
  const folders = new Set(packages.length > 0 ? packages.map((manifest) => dirname(manifest)) : [codeFolder]);
  return {
    files: new Set([...sources, ...files]),
    folders: [...folders].map((path) => ({ path, listedOnly: [] })),
  };
}

const settings = ["Cargo.toml", "Cargo.lock", "rust-toolchain", "rust-toolchain.toml", join(".cargo", "config.toml")];

function isOwnMachine(architecture: Architecture): boolean {
  return process.platform === "linux" && process.arch === (architecture === "arm64" ? "arm64" : "x64");
}

function lambdaMissing(fn: LambdaFunction): Failure {
  return new Failure(
    "build-failed",
    `${fn.name} runs on Linux on ${fn.architecture}; building that here takes Cargo Lambda, which is not on PATH. ` +
      "Install it: pip3 install cargo-lambda, or see https://www.cargo-lambda.info/guide/installation.html.",
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
