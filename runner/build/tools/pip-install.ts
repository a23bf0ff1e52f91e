import { readdir } from "node:fs/promises";
import { basename, extname, relative } from "node:path";
import { isOfSeries, type Interpreter } from "../../engine/process/choose-interpreter.ts";
import { InterpreterFinder, searchedPlaces } from "../../engine/process/find-interpreter.ts";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import type { Problem } from "../../model/problem.ts";
import { findRuntime } from "../../model/runtimes.ts";
import { pipErrors } from "./pip-errors.ts";
import type { RunTool, ToolRun } from "./run-tool.ts";
import { toolFailure } from "./tool-failure.ts";

/** pip could not ask its index: for want of a network, as a rule. */
export class IndexUnreachable extends Failure {
  /** What pip says of it, for a sentence. */
  readonly reason: string;

  constructor(reason: string) {
    super("build-failed", `pip can't reach the package index (${reason}). Connect to the network and invoke again.`);
    this.name = "IndexUnreachable";
    this.reason = reason;
  }
}

/**
 * Installs requirements into a folder.
 *
 * First as wheels for the function's own Python and Amazon's Linux, which take neither a compiler nor the same Python
 * on this machine. When a package has no such wheel, as pip does for this machine: right for pure Python, and where
 * its Python and system are the function's; else with a warning.
 *
 * @param requirements texts by path; the first is the file to install
 * @throws BuildFailure, IndexUnreachable, Failure `build-failed` without a Python that has pip, `cancelled`
 */
export async function pipInstall(
  fn: LambdaFunction,
  codeFolder: string,
  folder: string,
  requirements: ReadonlyMap<string, string>,
  runTool: RunTool,
  signal: AbortSignal,
): Promise<Problem[]> {
  const python = await findPython(fn);
  const pip = (...args: string[]) =>
    runTool(
      {
        program: python.path,
        args: ["-m", "pip", "install", ...quietly, "--target", folder, "-r", "requirements.txt", ...args],
        cwd: codeFolder,
        // Settings of the person's that --target does not go with.
        env: { ...python.variables, PIP_USER: "false", PIP_REQUIRE_VIRTUALENV: "false" },
      },
      signal,
    );
  const wheels = await pip(...wheelsOnly(fn));
  const run = wheels.exitCode === 0 || unreachable(wheels) !== undefined ? wheels : await pip("--upgrade");
  if (run.exitCode !== 0) {
    const reason = unreachable(run);
    if (reason !== undefined) throw new IndexUnreachable(reason);
    if (/No module named pip/.test(run.output)) throw pipMissing(python, fn);
    const inputs = { files: new Set(requirements.keys()), folders: [{ path: codeFolder, listedOnly: [] }] };
    throw toolFailure("pip install", run, pipErrors(run.output, requirements), fn, inputs);
  }
  if (run === wheels || isOwnMachine(fn, python)) return [];
  const compiled = await compiledPackages(folder);
  return compiled.length === 0 ? [] : [forThisMachine(fn, python, compiled)];
}

const quietly = [
  "--disable-pip-version-check",
  "--no-input",
  "--no-compile",
  "--no-warn-conflicts",
  "--progress-bar=off",
  // Fewer than pip's own 5: without a network, the function waits for them.
  "--retries=2",
];

/** Why the index did not answer, when pip has used up its retries or says so; undefined otherwise. */
function unreachable({ output }: ToolRun): string | undefined {
  if (!/Retry\(total=0\b|^error: connection-(?:failed|timeout)$|Could not resolve host/m.test(output)) return undefined;
  return (
    /\[(?:Errno|WinError) -?\d+\] ([^'")]+)|(timed out)|(Could not resolve host[^\n]*)/
      .exec(output)
      ?.slice(1)
      .find(Boolean) ?? "no answer"
  );
}

/**
 * Not from a virtual environment of the project: those of uv and poetry have no pip.
 *
 * @throws Failure `build-failed`
 */
async function findPython(fn: LambdaFunction): Promise<Interpreter> {
  const finder = new InterpreterFinder(process.platform, process.env);
  const found = await finder.find("python", versionOf(fn), []);
  if (found !== undefined) return found;
  throw new Failure(
    "build-failed",
    `${fn.name} has a requirements.txt, and there is no Python on this machine to run pip with. ` +
      `Looked in ${searchedPlaces.python}. Install Python ${versionOf(fn).join(".")}.`,
  );
}

/** glibc of Amazon Linux 2023 and Amazon Linux 2: wheels that need a newer one would not load. */
const glibcMinor: Readonly<Record<string, number>> = { AL2023: 34, AL2: 26 };

/** pip's own list for manylinux2014 goes down from there, so that is where this one ends. */
function wheelsOnly(fn: LambdaFunction): string[] {
  const machine = fn.architecture === "arm64" ? "aarch64" : "x86_64";
  const newest = glibcMinor[findRuntime(fn.runtime ?? "")?.os ?? "AL2023"] ?? 34;
  const platforms = Array.from({ length: newest - 16 }, (_, index) => `manylinux_2_${newest - index}_${machine}`);
  return [
    "--only-binary=:all:",
    "--implementation=cp",
    `--python-version=${versionOf(fn).join(".")}`,
    ...[...platforms, `manylinux2014_${machine}`].map((platform) => `--platform=${platform}`),
  ];
}

function versionOf(fn: LambdaFunction): number[] {
  return (findRuntime(fn.runtime ?? "")?.version ?? "3").split(".").map(Number);
}

function isOwnMachine(fn: LambdaFunction, python: Interpreter): boolean {
  const arch = fn.architecture === "arm64" ? "arm64" : "x64";
  return process.platform === "linux" && process.arch === arch && isOfSeries(python.version, versionOf(fn));
}

/** Names of packages that hold machine code. */
async function compiledPackages(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const compiled = entries.filter((entry) => [".so", ".pyd", ".dylib"].includes(extname(entry.name)));
  const names = compiled.map(
    ({ parentPath, name }) => relative(folder, parentPath).split(/[\\/]/)[0] || basename(name),
  );
  return [...new Set(names)];
}

function forThisMachine(fn: LambdaFunction, python: Interpreter, compiled: readonly string[]): Problem {
  return {
    code: "packages-of-other-platform",
    severity: "warning",
    message:
      `${fn.name} runs on ${fn.runtime} on Linux on ${fn.architecture}; for lack of a wheel for that, ` +
      `${compiled.join(", ")} of its requirements ${compiled.length === 1 ? "was" : "were"} built for ` +
      `Python ${python.version.join(".")} of this machine and may not load.`,
    hint: "Require a version that has a wheel for it, or build with sam build --use-container.",
    file: fn.template,
    range: fn.range,
    logicalId: fn.logicalId,
  };
}

function pipMissing(python: Interpreter, fn: LambdaFunction): Failure {
  return new Failure(
    "build-failed",
    `${fn.name} has a requirements.txt, and ${python.path} has no pip to install it with. ` +
      `Run ${python.path} -m ensurepip, or install your system's package of pip.`,
  );
}
