import { resolve } from "node:path";
import type { BuildOptions } from "esbuild";

export interface BundleRequest {
  /** Real path of the function's code folder; paths in `properties` are relative to it. */
  readonly codeFolder: string;
  /** Where the outputs go, as far as source maps and names are concerned; nothing is written by esbuild itself. */
  readonly outputFolder: string;
  /** From output name without extension to source. */
  readonly entryPoints: Readonly<Record<string, string>>;
  /** What the sources are; `Format` in `properties` goes first. */
  readonly format: "cjs" | "esm";
  readonly runtime: string | undefined;
  /** The packages that must not be bundled, besides those that `properties` name. */
  readonly unbundled: readonly string[];
  /** esbuild's version: old ones can't copy files. */
  readonly version: string | undefined;
  /** `Metadata.BuildProperties` in SAM's spelling. */
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface BundleOptions {
  readonly options: BuildOptions;
  /** Properties that say nothing esbuild understands, each with a sentence why. */
  readonly ignored: readonly { readonly property: string; readonly reason: string }[];
}

/**
 * esbuild's options for a function. The template's properties win over the defaults, which are SAM's apart from what
 * a debugger needs: not minified, source maps, names kept, and the syntax of the function's own runtime.
 *
 * Source of the properties: AWS SAM Developer Guide, "Building Node.js Lambda functions with esbuild", and the
 * options of esbuild that have a plain value.
 */
export function esbuildOptions(request: BundleRequest): BundleOptions {
  const { chosen, ignored } = readProperties(request.properties);
  const options: Record<string, unknown> = {
    platform: "node",
    format: request.format,
    target: runtimeTarget(request.runtime),
    // Linked; a project's older esbuild has no such word.
    sourcemap: true,
    sourcesContent: false,
    keepNames: true,
    ...chosen,
  };
  const external = [...((options["external"] as string[] | undefined) ?? []), ...request.unbundled];
  if (external.length > 0) options["external"] = external;
  if (canCopy(request.version)) options["loader"] = { ".node": "copy", ...asRecord(options["loader"]) };
  if (typeof options["tsconfig"] === "string") {
    options["tsconfig"] = resolve(request.codeFolder, options["tsconfig"]);
  }
  if (options["format"] === "esm") {
    options["outExtension"] = { ".js": ".mjs", ...asRecord(options["outExtension"]) };
    options["banner"] = withRequire(asRecord(options["banner"]));
  }
  return {
    options: {
      ...(options as BuildOptions),
      absWorkingDir: request.codeFolder,
      entryPoints: { ...request.entryPoints },
      outdir: request.outputFolder,
      bundle: true,
      write: false,
      logLevel: "silent",
    },
    ignored,
  };
}

type Shape = "boolean" | "text" | "boolean or text" | "list" | "pairs";

const shapes: Readonly<Record<string, Shape>> = {
  Alias: "pairs",
  Banner: "pairs",
  Charset: "text",
  Conditions: "list",
  Define: "pairs",
  Drop: "list",
  DropLabels: "list",
  External: "list",
  Footer: "pairs",
  Format: "text",
  IgnoreAnnotations: "boolean",
  Inject: "list",
  Jsx: "text",
  JsxFactory: "text",
  JsxFragment: "text",
  JsxImportSource: "text",
  KeepNames: "boolean",
  LegalComments: "text",
  Loader: "pairs",
  MainFields: "list",
  Minify: "boolean",
  MinifyIdentifiers: "boolean",
  MinifySyntax: "boolean",
  MinifyWhitespace: "boolean",
  OutExtension: "pairs",
  Packages: "text",
  Platform: "text",
  PreserveSymlinks: "boolean",
  Pure: "list",
  ResolveExtensions: "list",
  Sourcemap: "boolean or text",
  SourcesContent: "boolean",
  Target: "list",
  TreeShaking: "boolean",
  TsConfig: "text",
  Tsconfig: "text",
};

/** Read elsewhere, or about what SAM does around esbuild. */
const notOptions = new Set(["EntryPoints", "UseNpmCi"]);

function readProperties(properties: Readonly<Record<string, unknown>>) {
  const chosen: Record<string, unknown> = {};
  const ignored: { property: string; reason: string }[] = [];
  for (const [property, value] of Object.entries(properties)) {
    if (notOptions.has(property)) continue;
    const shape = shapes[property];
    const read = shape === undefined ? undefined : readers[shape](value);
    if (shape === undefined) ignored.push({ property, reason: "it is no property of esbuild builds" });
    else if (read === undefined) ignored.push({ property, reason: `its value is not ${described[shape]}` });
    else chosen[optionName(property)] = read;
  }
  return { chosen, ignored };
}

const described: Readonly<Record<Shape, string>> = {
  boolean: "true or false",
  text: "a text",
  "boolean or text": "true, false or a text",
  list: "a list of texts",
  pairs: "a list of name=value texts, nor a map",
};

/** Each gives undefined for a value that does not fit. Parameters make booleans texts: `!Ref Minify`. */
const readers: Readonly<Record<Shape, (value: unknown) => unknown>> = {
  boolean: (value) => readBoolean(value),
  text: (value) => (typeof value === "string" ? value : undefined),
  "boolean or text": (value) => readBoolean(value) ?? (typeof value === "string" ? value : undefined),
  list: readList,
  pairs: readPairs,
};

function readBoolean(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

function readList(value: unknown): string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : typeof value === "string" ? value.split(",") : [];
  const texts = list.filter((item) => typeof item === "string").map((text) => text.trim());
  return texts.length > 0 && texts.length === list.length ? texts : undefined;
}

function readPairs(value: unknown): Record<string, string> | undefined {
  const pairs = Array.isArray(value) ? value.map(readPair) : Object.entries(asRecord(value));
  const fit = pairs.filter((pair): pair is [string, string] => typeof pair?.[1] === "string");
  return fit.length > 0 && fit.length === pairs.length ? Object.fromEntries(fit) : undefined;
}

function readPair(item: unknown): [string, string] | undefined {
  const parts = typeof item === "string" ? /^([^=]+)=(.*)$/s.exec(item) : null;
  return parts?.[1] === undefined || parts[2] === undefined ? undefined : [parts[1], parts[2]];
}

function optionName(property: string): string {
  return property === "TsConfig" ? "tsconfig" : property.charAt(0).toLowerCase() + property.slice(1);
}

/** The `copy` loader came with esbuild 0.14.44. */
function canCopy(version: string | undefined): boolean {
  const [major = 0, minor = 0, patch = 0] = (version ?? "").split(".").map(Number);
  return major > 0 || minor > 14 || (minor === 14 && patch >= 44);
}

function runtimeTarget(runtime: string | undefined): string {
  const version = /^nodejs(\d+)\.x$/.exec(runtime ?? "")?.[1];
  // SAM's own default.
  return version === undefined ? "es2020" : `node${version}`;
}

/**
 * Bundled CommonJS packages call `require`, which an ES module lacks. A property of the global object, unlike a
 * declaration, cannot clash with a `require` that the sources or the person's own banner declare.
 */
function withRequire(banner: Record<string, unknown>): Record<string, unknown> {
  const define =
    'import { createRequire as pilotlightCreateRequire } from "node:module"; ' +
    "globalThis.require ??= pilotlightCreateRequire(import.meta.url);";
  const own = banner["js"];
  return { ...banner, js: typeof own === "string" ? `${define}\n${own}` : define };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
