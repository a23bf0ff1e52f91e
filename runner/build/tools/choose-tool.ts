import { readdir, readFile, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { Failure } from "../../model/failure.ts";
import type { LambdaFunction } from "../../model/function.ts";
import { needsPip } from "./needs-pip.ts";

export type ToolName = "bundler" | "cargo" | "dotnet" | "go" | "gradle" | "make" | "maven" | "pip";

type Chosen = Pick<LambdaFunction, "name" | "logicalId" | "runtime" | "handler" | "layers" | "build">;

/**
 * Which tool builds a code folder, decided as `sam build` does: by `BuildMethod`, else by the runtime and the files in
 * the folder. Undefined when the folder runs as it stands, or esbuild bundles it.
 *
 * @throws Failure `build-failed` for a `BuildMethod` that is unknown or not built here, `code-missing` when what it
 *   builds from is not there
 */
export async function chooseTool(fn: Chosen, codeFolder: string): Promise<ToolName | undefined> {
  // What `sam build` has made keeps the template's metadata and, for Python, its requirements.txt.
  if (codeFolder.includes(`${sep}.aws-sam${sep}build${sep}`)) return undefined;
  const names = new Set(await readdir(codeFolder).catch(() => []));
  const { method } = fn.build;
  if (method === undefined) return toolOfRuntime(fn.runtime ?? "", fn, codeFolder, names);
  switch (method) {
    case "esbuild":
      return undefined;
    case "makefile":
      return withManifest("make", "Makefile", fn, codeFolder, names);
    case "go1.x":
      return (await hasGoFiles(fn, codeFolder, names)) ? "go" : withManifest("go", "go.mod", fn, codeFolder, names);
    case "rust-cargolambda":
      return withManifest("cargo", "Cargo.toml", fn, codeFolder, names);
    default:
      break;
  }
  // SAM takes a runtime's name, too.
  if (/^(nodejs|python|ruby|java|dotnet|provided)[\d.a-z]*$/.test(method)) {
    return toolOfRuntime(method, fn, codeFolder, names);
  }
  const nextStep =
    method === "python-uv"
      ? "Run uv export --no-dev -o requirements.txt in the function's folder and remove BuildMethod, or build it with sam build and name what that makes in CodeUri."
      : "Write esbuild, makefile, go1.x or rust-cargolambda, or build the function yourself, name what that makes in CodeUri and remove BuildMethod.";
  throw new Failure("build-failed", `The BuildMethod ${method} of ${fn.name} is not built here. ${nextStep}`);
}

async function toolOfRuntime(
  runtime: string,
  fn: Chosen,
  folder: string,
  names: ReadonlySet<string>,
): Promise<ToolName | undefined> {
  if (runtime.startsWith("python"))
    return fn.runtime?.startsWith("python") && (await needsPip(fn, folder)) ? "pip" : undefined;
  if (runtime.startsWith("ruby")) return (await needsBundler(folder, names)) ? "bundler" : undefined;
  if (runtime.startsWith("java")) {
    if (names.has("build.gradle") || names.has("build.gradle.kts")) return "gradle";
    return names.has("pom.xml") ? "maven" : undefined;
  }
  if (runtime.startsWith("dotnet"))
    return [...names].some((name) => /\.(cs|fs|vb)proj$/.test(name)) ? "dotnet" : undefined;
  if (!runtime.startsWith("provided") || hasBootstrap(names)) return undefined;
  const makefile = names.has("Makefile") ? await readText(join(folder, "Makefile")) : "";
  // `build-Hello build-Other: all`, and not `build-Hello := x`.
  const goals = [...makefile.matchAll(/^([^\s#:=][^#:=]*):(?!=)/gm)].flatMap(([, names = ""]) =>
    names.trim().split(/\s+/),
  );
  return goals.includes(`build-${fn.logicalId}`) ? "make" : undefined;
}

function withManifest(
  tool: ToolName,
  manifest: string,
  fn: Chosen,
  folder: string,
  names: ReadonlySet<string>,
): ToolName | undefined {
  if (names.has(manifest)) return tool;
  // Built somewhere else already.
  if (hasBootstrap(names)) return undefined;
  throw new Failure(
    "code-missing",
    `${fn.name} is built from a ${manifest}, and there is none in ${folder}. Create it, or correct CodeUri or BuildMethod.`,
  );
}

/** Windows runs a bootstrap.exe. */
function hasBootstrap(names: ReadonlySet<string>): boolean {
  return names.has("bootstrap") || names.has("bootstrap.exe");
}

/** The module's go.mod may be above. */
async function hasGoFiles(fn: Chosen, folder: string, names: ReadonlySet<string>): Promise<boolean> {
  if ([...names].some((name) => name.endsWith(".go"))) return true;
  if (fn.handler === undefined) return false;
  return (await readdir(join(folder, fn.handler)).catch(() => [])).some((name) => name.endsWith(".go"));
}

async function needsBundler(folder: string, names: ReadonlySet<string>): Promise<boolean> {
  if (!names.has("Gemfile")) return false;
  const vendored = await stat(join(folder, "vendor", "bundle")).catch(() => undefined);
  if (vendored?.isDirectory()) return false;
  return /^\s*(gem|gemspec)\b/m.test(await readText(join(folder, "Gemfile")));
}

/** Projects are looked through with this, and one file that can't be read is no reason to stop. */
function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
