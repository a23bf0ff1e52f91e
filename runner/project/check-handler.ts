import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { chooseTool } from "../build/tools/choose-tool.ts";
import type { CodeSource, LambdaFunction } from "../model/function.ts";
import type { Range } from "../model/problem.ts";
import type { Report } from "../model/template/problem-collector.ts";
import { findRuntime } from "../model/runtimes.ts";
import { handlerFiles, type HandlerFiles } from "./handler-files.ts";
import { listZip } from "./zip-listing.ts";

/** A file longer than this is a bundle, which can't be judged by reading it. */
const maxTextBytes = 500_000;

type Checked = Pick<LambdaFunction, "name" | "logicalId" | "runtime" | "handler" | "code" | "layers" | "build">;

/**
 * Reports a handler that is not in the code: its file missing, or nothing in the file that could be the function. Node,
 * Python and the `bootstrap` of OS-only runtimes; what other languages compile to can't be judged from here.
 */
export async function checkHandler(fn: Checked, range: Range, report: Report): Promise<void> {
  const family = findRuntime(fn.runtime ?? "")?.family;
  if (family === "provided") return checkBootstrap(fn, range, report);
  const isJudged = (family === "nodejs" || family === "python") && fn.handler !== undefined;
  if (!isJudged || fn.code.kind === "elsewhere" || fn.build.method === "makefile") return;
  const wanted = handlerFiles(fn.handler, family, fn.build);
  if (wanted === undefined) {
    report({
      code: "handler-malformed",
      severity: "error",
      message: `The handler "${fn.handler}" does not name a file and a function.`,
      hint: `Write file.function, for instance ${family === "python" ? "app.handler" : "index.handler"}, without "..".`,
      range,
    });
    return;
  }
  if (wanted.isInLayer) return;
  const found = await findText(fn.code, wanted);
  if (found.kind === "missing") {
    if (await mayBeInLayer(fn, wanted, family)) return;
    report({
      code: "handler-not-found",
      severity: "error",
      message: `The handler "${fn.handler}" is not there: no ${wanted.description}${place(fn.code)}.`,
      hint: "Correct Handler, or create the file.",
      range,
    });
  } else if (found.text !== undefined && !wanted.mayHold(found.text)) {
    report({
      code: "handler-not-found",
      severity: "error",
      message: `The handler "${fn.handler}" is not there: ${found.name} has no ${family === "python" ? "function" : "export"} named ${wanted.functionName}.`,
      hint: `Add ${wanted.functionName} to ${found.name}, or correct Handler.`,
      range,
    });
  }
}

async function checkBootstrap(fn: Checked, range: Range, report: Report): Promise<void> {
  if (fn.build.method !== undefined || (fn.code.kind !== "folder" && fn.code.kind !== "zip")) return;
  // Windows runs a bootstrap.exe.
  const wanted = { candidates: ["bootstrap", "bootstrap.exe"] };
  for (const code of [fn.code, ...fn.layers.map(({ content }) => content)]) {
    if ((await findText(code, wanted)).kind === "found") return;
  }
  if (fn.code.kind === "folder" && (await chooseTool(fn, fn.code.path)) !== undefined) return;
  report({
    code: "handler-not-found",
    severity: "error",
    message: `There is no bootstrap${place(fn.code)}: it is the program that ${fn.runtime} runs.`,
    hint: "Build it, or name the folder that has it.",
    range,
  });
}

type Found =
  | { readonly kind: "missing" }
  /** `text` is undefined where the file is not for reading: in an archive, or too large. */
  | { readonly kind: "found"; readonly name: string; readonly text: string | undefined };

async function findText(code: CodeSource, wanted: Pick<HandlerFiles, "candidates">): Promise<Found> {
  if (code.kind === "inline") {
    const isFile = wanted.candidates.includes(code.fileName);
    return isFile ? { kind: "found", name: "the inline code", text: code.text } : { kind: "missing" };
  }
  if (code.kind === "zip") {
    const files = await listZip(code.path).catch(() => undefined);
    const name = wanted.candidates.find((candidate) => files?.has(candidate));
    return files !== undefined && name === undefined
      ? { kind: "missing" }
      : { kind: "found", name: name ?? code.path, text: undefined };
  }
  if (code.kind !== "folder") return { kind: "found", name: "", text: undefined };
  for (const name of wanted.candidates) {
    const file = path.join(code.path, name);
    const stats = await stat(file).catch(() => undefined);
    if (!stats?.isFile()) continue;
    const text = stats.size > maxTextBytes ? undefined : await readFile(file, "utf8").catch(() => undefined);
    return { kind: "found", name, text };
  }
  return { kind: "missing" };
}

/** Wrappers of observability vendors are handlers that live in a layer. A layer that isn't a folder is believed. */
async function mayBeInLayer(fn: Checked, wanted: HandlerFiles, family: "nodejs" | "python"): Promise<boolean> {
  for (const { content } of fn.layers) {
    if (content.kind !== "folder") return true;
    const folder = family === "python" ? "python" : "nodejs/node_modules";
    const found = await findText({ kind: "folder", path: path.join(content.path, folder) }, wanted);
    if (found.kind === "found") return true;
  }
  return false;
}

function place(code: CodeSource): string {
  if (code.kind === "folder" || code.kind === "zip") return ` in ${code.path}`;
  return code.kind === "inline" ? `; inline code is the file ${code.fileName}` : "";
}
