import { readdir, readFile, stat } from "node:fs/promises";
import { basename, extname, join, posix } from "node:path";
import { findEntryPoints } from "../build/entry-points.ts";
import { handlerLine } from "../model/handler-line.ts";
import { handlerModule } from "../model/handler-module.ts";
import { outputNames } from "../build/output-names.ts";
import { goPackage } from "../build/tools/go-package.ts";
import type { LambdaFunction } from "../model/function.ts";
import { findRuntime, type RuntimeFamily } from "../model/runtimes.ts";
import { dockerfileCommand } from "./dockerfile-command.ts";
import { foldersAbove, sourcePlaces, type SourcePlaces } from "./source-places.ts";

/** Where a person edits a function's handler. */
export interface HandlerSource {
  /** Absolute path. */
  readonly file: string;
  /** Zero-based; undefined where reading the file does not tell. */
  readonly line: number | undefined;
  /** Name of its function or method; empty where the program itself tells the runtime what to call. */
  readonly functionName: string;
}

/** A file longer than this is a bundle, or no text at all. */
const maxTextBytes = 500_000;

/** Finds the sources of handlers, each file read once. */
export class HandlerSources {
  readonly #texts = new Map<string, Promise<string | undefined>>();

  /** Undefined where the source can't be told: it is not on this machine, or not where its language keeps it. */
  async find(fn: LambdaFunction): Promise<HandlerSource | undefined> {
    const family = findRuntime(fn.runtime ?? "")?.family;
    const { code, handler = "" } = fn;
    const places = sourcePlaces(handler, family);
    switch (code.kind) {
      case "inline":
        return await this.#inTemplate(fn, places);
      case "image":
        return undefined;
      case "dockerfile":
        return await this.#inContext(fn, code.context, code.dockerfile);
      case "folder":
        return (
          (await this.#built(fn, code.path, family, places)) ??
          (await this.#firstOf([...foldersOfSources(code.path), code.path], places))
        );
      case "zip":
      case "elsewhere":
        return code.path === undefined ? undefined : await this.#firstOf(foldersOfSources(code.path), places);
    }
  }

  /** What the function's own build is made from. */
  async #built(
    fn: LambdaFunction,
    folder: string,
    family: RuntimeFamily | undefined,
    places: SourcePlaces,
  ): Promise<HandlerSource | undefined> {
    if (family === "nodejs") {
      const file = entryPoint(fn, folder);
      return file === undefined ? undefined : await this.#at(join(folder, file), places);
    }
    if (family !== "provided" && family !== "go") return undefined;
    const { Binary } = fn.build.properties;
    if (typeof Binary === "string") {
      const files = [`src/bin/${Binary}.rs`, `src/bin/${Binary}/main.rs`, `${Binary}/src/main.rs`];
      return await this.#firstOf([folder], { ...places, files });
    }
    const goFolder = join(folder, await goPackage(fn, folder).catch(() => "."));
    const names = (await readdir(goFolder).catch(() => [])).filter((name) => /(?<!_test)\.go$/.test(name));
    for (const name of [...names.filter((each) => each === "main.go"), ...names]) {
      const text = await this.#text(join(goFolder, name));
      if (text !== undefined && /^func\s+main\s*\(/m.test(text)) return await this.#at(join(goFolder, name), places);
    }
    return undefined;
  }

  /** In an image, the handler is what the Dockerfile or the template gives the base image to run. */
  async #inContext(fn: LambdaFunction, context: string, dockerfile: string): Promise<HandlerSource | undefined> {
    const { handler: command, copied } = dockerfileCommand((await this.#text(join(context, dockerfile))) ?? "");
    const handler = fn.imageConfig?.command?.[0] ?? command;
    if (handler === undefined) return undefined;
    const folders = ["", ...copied, ...copied.map((path) => posix.dirname(path)), "src"].map((path) =>
      join(context, path),
    );
    const families: readonly RuntimeFamily[] = handler.includes("::")
      ? ["java", "dotnet", "ruby"]
      : ["nodejs", "python", "ruby"];
    for (const family of families) {
      const found = await this.#firstOf([...new Set(folders)], sourcePlaces(handler, family));
      if (found) return found;
    }
    return undefined;
  }

  /** Inline code is edited where it is written. */
  async #inTemplate(fn: LambdaFunction, { functionName }: SourcePlaces): Promise<HandlerSource> {
    const { template, range, code } = fn;
    const lines = (await this.#text(template))?.split("\n").slice(range.start.line, range.end.line + 1) ?? [];
    const fileName = code.kind === "inline" ? code.fileName : "";
    const line = handlerLine(fileName, lines.map((each) => each.trimStart()).join("\n"), functionName);
    return { file: template, line: line === undefined ? undefined : range.start.line + line, functionName };
  }

  async #firstOf(folders: readonly string[], places: SourcePlaces): Promise<HandlerSource | undefined> {
    for (const folder of folders) {
      for (const name of places.files) {
        const found = await this.#at(join(folder, name), places);
        if (found) return found;
      }
    }
    return undefined;
  }

  async #at(file: string, { functionName }: SourcePlaces): Promise<HandlerSource | undefined> {
    const text = await this.#text(file);
    // A bootstrap that was compiled is nothing to edit.
    if (text === undefined || (extname(file) === "" && !text.startsWith("#!"))) return undefined;
    return { file, line: extname(file) === "" ? undefined : handlerLine(file, text, functionName), functionName };
  }

  /** Empty for a file too long to read; undefined where there is none. */
  #text(file: string): Promise<string | undefined> {
    let text = this.#texts.get(file);
    if (!text) {
      text = readText(file);
      this.#texts.set(file, text);
    }
    return text;
  }
}

function entryPoint(fn: LambdaFunction, folder: string): string | undefined {
  try {
    const entryPoints = findEntryPoints(folder, fn) ?? [];
    const module = handlerModule(fn.handler ?? "");
    return outputNames(entryPoints, module)[module ?? ""] ?? entryPoints[0];
  } catch {
    // The build will say what is missing.
    return undefined;
  }
}

/** Of what a compiler or packager has written to `path`. */
function foldersOfSources(path: string): string[] {
  const isOutput = /^(dist|build|out|target|publish)$|\.(zip|jar)$/i.test(basename(path));
  return isOutput ? foldersAbove(path).flatMap((folder) => [join(folder, "src"), folder]) : [];
}

async function readText(file: string): Promise<string | undefined> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return undefined;
    return stats.size > maxTextBytes ? "" : await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
