import { dirname, resolve } from "node:path";
import { CompletionItemKind, CompletionItemTag, type CompletionItem } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument, type Document } from "yaml";
import { mbPerVCpu, vCpusAt } from "../../../runner/model/estimate/cpu-quota.ts";
import { limits } from "../../../runner/model/limits.ts";
import { eventTypes } from "../../../runner/model/template/event-types.ts";
import { cloudFormationTags } from "../../../runner/model/template/yaml-tags.ts";
import { allRuntimes, findRuntime, runtimeSupport, type RuntimeInfo } from "../../../runner/model/runtimes.ts";
import { handlersInFolder } from "./handlers-in-folder.ts";
import { templateCursor, type TemplateCursor } from "./template-cursor.ts";

export interface CompletionContext {
  readonly today: Date;
  /** Absolute path of the template. */
  readonly file: string;
  readonly signal: AbortSignal;
}

/** What fits where the cursor stands, of what Lambda knows: values and event properties; empty elsewhere. */
export async function completeTemplate(
  document: TextDocument,
  offset: number,
  context: CompletionContext,
): Promise<CompletionItem[]> {
  const text = document.getText();
  const cursor = templateCursor(text, offset);
  if (!cursor) return [];
  const range = { start: document.positionAt(cursor.start), end: document.positionAt(cursor.end) };
  const suggestions = await suggest(cursor, text, context);
  return suggestions.map(({ label, detail, kind, isDeprecated = false, isText = true }, at) => ({
    label,
    kind,
    ...(detail === undefined ? {} : { detail }),
    ...(isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    sortText: String(at).padStart(4, "0"),
    filterText: label,
    textEdit: { range, newText: written(label, cursor, isText) },
  }));
}

interface Suggestion {
  readonly label: string;
  readonly detail?: string;
  readonly kind: CompletionItemKind;
  readonly isDeprecated?: boolean;
  /** False for a number. */
  readonly isText?: boolean;
}

function written(label: string, { kind, isJson, isQuoted }: TemplateCursor, isText: boolean): string {
  if (!isJson) return label;
  return isText && !isQuoted ? `"${label}"` : `${label}${kind === "key" && !isQuoted ? ": " : ""}`;
}

async function suggest(cursor: TemplateCursor, text: string, context: CompletionContext): Promise<Suggestion[]> {
  const { kind, path } = cursor;
  const property = propertyOfFunction(path);
  if (kind === "key") return property?.match(/^Events\/[^/]+\/Properties$/) ? eventProperties(path, text) : [];
  switch (property) {
    case "Runtime":
      return runtimeSuggestions(context.today);
    case "Architectures/[]":
      return ["arm64", "x86_64"].map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
    case "MemorySize":
      return memorySteps.map((memoryMb) => ({
        label: String(memoryMb),
        detail: vcpuText(memoryMb),
        kind: CompletionItemKind.Value,
        isText: false,
      }));
    case "Handler":
      return await handlerSuggestions(path, text, context);
    default:
      return property?.match(/^Events\/[^/]+\/Type$/) ? eventTypeSuggestions() : [];
  }
}

/** `Runtime`, `Architectures/[]`, of a function or of what holds for all of them. */
function propertyOfFunction(path: readonly string[]): string | undefined {
  const [section, second, third, ...rest] = path;
  if (section === "Resources" && third === "Properties") return rest.join("/");
  return section === "Globals" && second === "Function" && third !== undefined ? [third, ...rest].join("/") : undefined;
}

/** Those to choose first, then those that go; those that are gone only if nothing newer is meant. */
function runtimeSuggestions(today: Date): Suggestion[] {
  const order = ["supported", "preview", "deprecated"];
  return allRuntimes
    .filter(({ status }) => status !== "image-only")
    .map((runtime) => ({ runtime, support: runtimeSupport(runtime, today) }))
    .filter(({ support }) => order.includes(support))
    .sort((a, b) => order.indexOf(a.support) - order.indexOf(b.support))
    .map(({ runtime, support }) => ({
      label: runtime.id,
      detail: retirement(runtime, support === "preview"),
      kind: CompletionItemKind.EnumMember,
      isDeprecated: support === "deprecated",
    }));
}

function retirement({ deprecation, blockCreate }: RuntimeInfo, isPreview: boolean): string {
  if (isPreview) return "preview";
  if (deprecation === null) return "no retirement date announced";
  return `deprecated on ${deprecation}${blockCreate === null ? "" : `, no new functions from ${blockCreate}`}`;
}

/** Round figures, and where a whole virtual CPU is reached. */
const memorySteps = [128, 256, 512, 1024, mbPerVCpu, 2048, 3008, 4096, 6144, 8192, limits.memoryMb.max];

function vcpuText(memoryMb: number): string {
  return `${vCpusAt(memoryMb)
    .toFixed(2)
    .replace(/\.?0+$/, "")} vCPU`;
}

function eventTypeSuggestions(): Suggestion[] {
  return [...eventTypes].map(([label, { required }]) => ({
    label,
    kind: CompletionItemKind.EnumMember,
    ...(required.length > 0 ? { detail: `needs ${required.join(", ")}` } : {}),
  }));
}

function eventProperties(path: readonly string[], text: string): Suggestion[] {
  const document = readTolerantly(text);
  const type = document.getIn([...path.slice(0, -1), "Type"]);
  const own = document.getIn(path);
  const isThere = (name: string): boolean =>
    (own as { has?: (key: string) => boolean } | undefined)?.has?.(name) === true;
  const { required = [], optional = [] } = eventTypes.get(String(type)) ?? {};
  return [...required.map((label) => ({ label, detail: "required" })), ...optional.map((label) => ({ label }))]
    .filter(({ label }) => !isThere(label))
    .map((suggestion) => ({ ...suggestion, kind: CompletionItemKind.Property }));
}

async function handlerSuggestions(
  path: readonly string[],
  text: string,
  { file, signal }: CompletionContext,
): Promise<Suggestion[]> {
  const document = readTolerantly(text);
  const resource = path.slice(0, 2);
  const property = (name: string): unknown =>
    document.getIn([...resource, "Properties", name]) ?? document.getIn(["Globals", "Function", name]);
  const family = findRuntime(String(property("Runtime")))?.family;
  const codeUri = property("CodeUri") ?? property("Code") ?? ".";
  if (family === undefined || typeof codeUri !== "string") return [];
  const entryPoints = document.getIn([...resource, "Metadata", "BuildProperties", "EntryPoints"]);
  const handlers = await handlersInFolder({
    folder: resolve(dirname(file), codeUri),
    family,
    entryPoints: textsOf(entryPoints),
    signal,
  });
  return handlers.map((label) => ({ label, kind: CompletionItemKind.Function }));
}

function textsOf(list: unknown): string[] {
  const value = (list as { toJSON?: () => unknown } | undefined)?.toJSON?.();
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Half-typed text gives what could be read of it. */
function readTolerantly(text: string): Document {
  return parseDocument(text, { customTags: cloudFormationTags, uniqueKeys: false, logLevel: "silent" });
}
