import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import type { BuildOptions } from "esbuild";
import { esbuildOptions, type BundleRequest } from "./esbuild-options.ts";

const codeFolder = resolve("/work/hello");

function read(properties: Record<string, unknown>, others: Partial<BundleRequest> = {}) {
  return esbuildOptions({
    codeFolder,
    outputFolder: resolve("/work/hello/out"),
    entryPoints: { app: "app.ts" },
    format: "cjs",
    runtime: "nodejs22.x",
    unbundled: [],
    version: "0.14.43",
    properties,
    ...others,
  });
}

test("without properties makes a bundle to debug: the runtime's syntax, source maps, names kept, not minified", () => {
  const { options, ignored } = read({});
  assert.deepEqual(options, {
    platform: "node",
    format: "cjs",
    target: "node22",
    sourcemap: true,
    sourcesContent: false,
    keepNames: true,
    absWorkingDir: codeFolder,
    entryPoints: { app: "app.ts" },
    outdir: resolve("/work/hello/out"),
    bundle: true,
    write: false,
    logLevel: "silent",
  } satisfies BuildOptions);
  assert.deepEqual(ignored, []);
});

const properties: [property: string, value: unknown, option: keyof BuildOptions, expected: unknown][] = [
  ["Minify", true, "minify", true],
  ["Minify", "false", "minify", false],
  ["Target", "es2020", "target", ["es2020"]],
  ["Target", "es2020,node18", "target", ["es2020", "node18"]],
  ["Format", "iife", "format", "iife"],
  ["Platform", "neutral", "platform", "neutral"],
  ["Sourcemap", "linked", "sourcemap", "linked"],
  ["Sourcemap", "true", "sourcemap", true],
  ["Sourcemap", false, "sourcemap", false],
  ["Sourcemap", "inline", "sourcemap", "inline"],
  ["SourcesContent", true, "sourcesContent", true],
  ["KeepNames", false, "keepNames", false],
  ["External", ["sharp", "@aws-sdk/*"], "external", ["sharp", "@aws-sdk/*"]],
  ["MainFields", "module,main", "mainFields", ["module", "main"]],
  ["MainFields", ["module", "main"], "mainFields", ["module", "main"]],
  ["Loader", [".html=text"], "loader", { ".html": "text" }],
  ["Loader", { ".html": "text" }, "loader", { ".html": "text" }],
  ["OutExtension", [".js=.cjs"], "outExtension", { ".js": ".cjs" }],
  ["Banner", ["js=const a = 1;\nlet b=2;"], "banner", { js: "const a = 1;\nlet b=2;" }],
  ["Footer", ["js=// end"], "footer", { js: "// end" }],
  ["Define", { STAGE: '"dev"' }, "define", { STAGE: '"dev"' }],
  ["Alias", ["a=b"], "alias", { a: "b" }],
  ["TsConfig", "tsconfig.build.json", "tsconfig", resolve(codeFolder, "tsconfig.build.json")],
  ["Tsconfig", "../tsconfig.json", "tsconfig", resolve("/work/tsconfig.json")],
];

for (const [property, value, option, expected] of properties) {
  test(`reads ${property} written as ${JSON.stringify(value)}`, () => {
    const { options, ignored } = read({ [property]: value });
    assert.deepEqual(options[option], expected);
    assert.deepEqual(ignored, []);
  });
}

test("gives ES modules the extension .mjs and a require for the CommonJS packages bundled into them", () => {
  const { options } = read({ Format: "esm", Banner: ["js=/* own */"] });
  assert.deepEqual(options.outExtension, { ".js": ".mjs" });
  assert.match(options.banner?.["js"] ?? "", /createRequire\(import\.meta\.url\);\n\/\* own \*\/$/i);
});

test("bundles sources that are ES modules as ES modules unless Format says otherwise", () => {
  assert.equal(read({}, { format: "esm" }).options.format, "esm");
  const { options } = read({ Format: "cjs" }, { format: "esm" });
  assert.equal(options.format, "cjs");
  assert.equal(options.banner, undefined);
});

test("keeps the template's OutExtension for ES modules", () => {
  assert.deepEqual(read({ Format: "esm", OutExtension: [".js=.js"] }).options.outExtension, { ".js": ".js" });
});

test("falls back to SAM's es2020 for a runtime that is not Node's", () => {
  assert.equal(read({}, { runtime: "provided.al2023" }).options.target, "es2020");
  assert.equal(read({}, { runtime: undefined }).options.target, "es2020");
});

test("leaves out what can't be bundled besides what the template leaves out", () => {
  const { options } = read({ External: ["left"] }, { unbundled: ["sharp"] });
  assert.deepEqual(options.external, ["left", "sharp"]);
});

test("copies native addons beside the bundle, with an esbuild that can, unless the template says otherwise", () => {
  assert.equal(read({}).options.loader, undefined);
  assert.deepEqual(read({}, { version: "0.14.44" }).options.loader, { ".node": "copy" });
  const { options } = read({ Loader: [".node=file", ".html=text"] }, { version: "0.28.2" });
  assert.deepEqual(options.loader, { ".node": "file", ".html": "text" });
});

test("ignores what it cannot read and says why", () => {
  const { ignored } = read({ Minfy: true, Minify: "yes", External: [1], Loader: [".html"], EntryPoints: ["app.ts"] });
  assert.deepEqual(ignored, [
    { property: "Minfy", reason: "it is no property of esbuild builds" },
    { property: "Minify", reason: "its value is not true or false" },
    { property: "External", reason: "its value is not a list of texts" },
    { property: "Loader", reason: "its value is not a list of name=value texts, nor a map" },
  ]);
});
