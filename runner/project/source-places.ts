import { dirname, posix } from "node:path";
import { handlerModule } from "../model/handler-module.ts";
import type { BuildMetadata } from "../model/function.ts";
import type { RuntimeFamily } from "../model/runtimes.ts";
import { handlerFiles } from "./handler-files.ts";

/** Where the source of a handler may be: paths relative to the code folder, the best first. */
export interface SourcePlaces {
  readonly files: readonly string[];
  /** Name of the function or method; empty where it isn't told by the handler. */
  readonly functionName: string;
}

const nowhere: SourcePlaces = { files: [], functionName: "" };

/** A build's own entry points are looked at apart. */
const notBuilt: BuildMetadata = { method: undefined, properties: {} };

/** What a handler's text says about its source file, by what its language and its tools expect. */
export function sourcePlaces(handler: string, family: RuntimeFamily | undefined): SourcePlaces {
  switch (family) {
    case "nodejs":
      return nodePlaces(handler);
    case "python": {
      const { candidates: files, functionName } = handlerFiles(handler, family, notBuilt) ?? {
        candidates: [],
        functionName: "",
      };
      return { files: files.filter((file) => file.endsWith(".py")), functionName };
    }
    case "ruby": {
      const [module, method] = splitAt(handler, handler.indexOf("."));
      return { files: module === "" ? [] : [`${module}.rb`], functionName: method.split(".").at(-1) ?? "" };
    }
    case "java":
      return javaPlaces(handler);
    case "dotnet":
      return dotnetPlaces(handler);
    case "provided":
    case "go":
      return { files: ["main.go", "src/main.rs", "bootstrap"], functionName: "" };
    case undefined:
      return nowhere;
  }
}

/** Compiled JavaScript may stand beside its source. */
function nodePlaces(handler: string): SourcePlaces {
  const ofModule = (module: string): readonly string[] =>
    handlerFiles(`${module}.f`, "nodejs", notBuilt)?.candidates ?? [];
  const module = handlerModule(handler);
  if (module === undefined) return nowhere;
  const functionName = posix.basename(handler).split(".")[1] ?? "";
  const written = [module, ...sourcesOfOutput(module)]
    .flatMap(ofModule)
    .filter((file) => /\.([mc]?ts|[tj]sx)$/.test(file));
  return { files: [...written, ...ofModule(module)], functionName };
}

/** `dist/app` → `src/app`, `app`: what compilers keep out of the way of the sources, they name alike. */
function sourcesOfOutput(module: string): string[] {
  const [, above = "", below = ""] = /^((?:.*\/)?)(?:dist|build|out|lib)\/(?:src\/)?(.+)$/.exec(module) ?? [];
  return below === "" ? [] : [`${above}src/${below}`, `${above}${below}`];
}

/** `com.example.App$Inner::handleRequest` */
function javaPlaces(handler: string): SourcePlaces {
  const [name = "", method = "handleRequest"] = handler.split("::");
  const path = name.replace(/\$.*$/, "").replaceAll(".", "/");
  const files = path === "" ? [] : [`src/main/java/${path}.java`, `src/main/kotlin/${path}.kt`, `${path}.java`];
  return { files, functionName: method };
}

/** `Assembly::Namespace.Class::Method`, or an assembly that is a program. */
function dotnetPlaces(handler: string): SourcePlaces {
  const [assembly = "", type, method = ""] = handler.split("::");
  const folders = ["", `src/${assembly}/`, `${assembly}/`, "src/"];
  const names =
    type === undefined
      ? ["Program.cs", "Function.cs"]
      : [...pathsOfType(type, assembly), "Function.cs", "Functions.cs"];
  const files = folders.flatMap((folder) => names.map((name) => folder + name));
  return { files, functionName: method };
}

/** Namespaces below the assembly's own are folders, as a rule. Lambda Annotations make `Class_Method_Generated`. */
function pathsOfType(type: string, assembly: string): string[] {
  const own = type.startsWith(`${assembly}.`) ? type.slice(assembly.length + 1) : type;
  const parts = own.replace(/_\w+_Generated$/, "").split(/[.+]/);
  return [`${parts.join("/")}.cs`, `${parts.at(-1) ?? ""}.cs`];
}

/**
 * Folders that a package may have been made from: what builds leave stands below the sources.
 *
 * @param packaged absolute path of a built folder or archive
 */
export function foldersAbove(packaged: string): string[] {
  const parents: string[] = [];
  for (let at = dirname(packaged); parents.length < 3 && at !== dirname(at); at = dirname(at)) parents.push(at);
  return parents;
}

function splitAt(text: string, index: number): [string, string] {
  return index < 0 ? ["", text] : [text.slice(0, index), text.slice(index + 1)];
}
