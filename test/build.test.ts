import assert from "node:assert/strict";
import { readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { BuildFailure } from "../runner/build/build-failure.ts";
import type { Build } from "../runner/build/builder.ts";
import { Failure } from "../runner/model/failure.ts";
import { makeWorkspace } from "./build/workspace.ts";

const signal = new AbortController().signal;
const require = createRequire(import.meta.url);
const esbuildMetadata = (properties: Record<string, unknown>) => ({ build: { method: "esbuild", properties } });

interface Module {
  handler(event?: unknown): unknown;
}

function load(build: Build, file: string): Module {
  return require(join(build.codeFolder ?? "", file)) as Module;
}

test("runs a JavaScript function from its own folder, links followed", async (t) => {
  const { builder, write, fn, path, folder } = await makeWorkspace(t);
  await write({ "app.js": "exports.handler = () => 1;" });
  await symlink(folder, path("link"), "junction");
  const build = await builder.build(fn({ code: { kind: "folder", path: path("link") } }), signal);
  assert.equal(build.codeFolder, folder);
  assert.equal(build.layerFolder, undefined);
  assert.match(build.id, /^[0-9a-f]{8}$/);
});

test("bundles TypeScript so that the handler still resolves and its map names the sources", async (t) => {
  const { builder, write, fn, path } = await makeWorkspace(t);
  await write({
    "src/app.ts": 'import { greet } from "./greet.ts";\nexport const handler = (): string => greet("Ada");\n',
    "src/greet.ts": "export const greet = (name: string): string => `Hello, ${name}`;\n",
  });
  const build = await builder.build(fn({ handler: "src/app.handler" }), signal);
  assert.equal(load(build, "src/app").handler(), "Hello, Ada");
  const map = JSON.parse(await readFile(join(build.codeFolder ?? "", "src/app.js.map"), "utf8")) as Partial<
    Record<"sources" | "sourcesContent", string[]>
  >;
  assert.deepEqual(map.sources?.toSorted(), [
    pathToFileURL(path("src/app.ts")).href,
    pathToFileURL(path("src/greet.ts")).href,
  ]);
  assert.equal(map.sourcesContent, undefined);
  assert.equal(build.hasSourceMaps, true);
});

test("leaves a TypeScript function alone when its JavaScript stands beside it", async (t) => {
  const { builder, write, fn, folder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;", "app.js": "exports.handler = () => 2;" });
  const build = await builder.build(fn(), signal);
  assert.equal(build.codeFolder, folder);
  assert.equal(build.hasSourceMaps, false);
});

test("makes no source maps where the template says so", async (t) => {
  const { builder, write, fn } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const metadata = esbuildMetadata({ EntryPoints: ["app.ts"], Sourcemap: false });
  assert.equal((await builder.build(fn(metadata), signal)).hasSourceMaps, false);
});

test("bundles ES modules as .mjs, CommonJS dependencies included", async (t) => {
  const { builder, write, fn } = await makeWorkspace(t);
  await write({
    "package.json": '{ "type": "module" }',
    "app.ts": 'import { name } from "old";\nexport const handler = () => name;\n',
    "node_modules/old/package.json": '{ "name": "old", "main": "main.js" }',
    "node_modules/old/main.js": 'exports.name = require("node:path").basename("/a/b");',
  });
  const build = await builder.build(fn(), signal);
  const module = (await import(pathToFileURL(join(build.codeFolder ?? "", "app.mjs")).href)) as Module;
  assert.equal(module.handler(), "b");
});

test("takes the entry point from BuildProperties and places it where the handler looks", async (t) => {
  const { builder, write, fn } = await makeWorkspace(t);
  await write({
    "src/main.ts": "export const handler = () => STAGE;",
    "src/STAGE.d.ts": "declare const STAGE: string;",
  });
  const metadata = esbuildMetadata({ EntryPoints: ["src/main.ts"], Define: { STAGE: '"dev"' }, Minfy: true });
  const build = await builder.build(fn({ handler: "app.handler", ...metadata }), signal);
  assert.equal(load(build, "app").handler(), "dev");
  assert.deepEqual(
    build.problems.map(({ code, severity }) => [code, severity]),
    [["build-property-ignored", "warning"]],
  );
});

test("leaves the AWS SDK to the runtime when the project has none, and bundles it when it has", async (t) => {
  const { builder, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts":
      'import "@aws-sdk/client-absent";\nimport { here } from "@aws-sdk/client-here";\nexport const handler = () => here;\n',
    "node_modules/@aws-sdk/client-here/index.js": "exports.here = 'bundled';",
  });
  const build = await builder.build(fn(), signal);
  const text = await readFile(join(build.codeFolder ?? "", "app.js"), "utf8");
  assert.match(text, /require\("@aws-sdk\/client-absent"\)/);
  assert.doesNotMatch(text, /require\("@aws-sdk\/client-here"\)/);
  assert.match(text, /"bundled"/);
});

test("builds with the project's own esbuild when it has one", async (t) => {
  const { builder, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts": "export const handler = () => 1;",
    "node_modules/esbuild/index.js": `exports.build = async ({ outdir }) => ({
      warnings: [],
      outputFiles: [{ path: require("node:path").join(outdir, "app.js"), contents: Buffer.from("exports.handler = () => 'own';") }],
    });`,
  });
  assert.equal(load(await builder.build(fn(), signal), "app").handler(), "own");
});

test("fails with the place of every error, the first of them in the message", async (t) => {
  const { builder, write, fn, path } = await makeWorkspace(t);
  await write({ "app.ts": 'import "absent";\nimport "./gone.ts";\nexport const handler = () => 1;\n' });
  const error = await builder.build(fn(), signal).catch((reason: unknown) => reason);
  assert.ok(error instanceof BuildFailure);
  assert.equal(error.code, "build-failed");
  assert.ok(error.message.includes(`failed with 2 errors:\n  ${path("app.ts")}:1:8: Could not resolve "absent"`));
  assert.deepEqual(
    error.problems.map(({ file, range }) => [file, range.start]),
    [
      [path("app.ts"), { line: 0, character: 7 }],
      [path("app.ts"), { line: 1, character: 7 }],
    ],
  );
});

test("says what is missing and where when code or entry point is not there", async (t) => {
  const { builder, fn, path } = await makeWorkspace(t);
  const missing: [overrides: Parameters<typeof fn>[0], message: RegExp][] = [
    [{ code: { kind: "folder", path: path("dist") } }, /dist.*Build the project/],
    [{ code: { kind: "zip", path: path("out.zip") } }, /out\.zip.*correct the path/],
    [{ code: { kind: "elsewhere", reason: "It is in S3." } }, /can't run here\. It is in S3\. Name a folder/],
    [esbuildMetadata({}), /app\.ts .*Correct Handler \(now app\.handler\)/],
    [esbuildMetadata({ EntryPoints: ["x.ts"] }), /entry point x\.ts .*relative to CodeUri/],
  ];
  for (const [overrides, message] of missing) {
    await assert.rejects(builder.build(fn(overrides), signal), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "code-missing");
      assert.match(error.message, message);
      return true;
    });
  }
});

test("writes inline code into a file of its name", async (t) => {
  const { builder, fn } = await makeWorkspace(t);
  const code = { kind: "inline", text: "exports.handler = () => 'inline';", fileName: "index.js" } as const;
  const build = await builder.build(fn({ code, handler: "index.handler" }), signal);
  assert.equal(load(build, "index").handler(), "inline");
});

test("has no code folder for image functions", async (t) => {
  const { builder, fn } = await makeWorkspace(t);
  const image = fn({ packageType: "Image", code: { kind: "image", uri: "hello:1" }, runtime: undefined });
  assert.equal((await builder.build(image, signal)).codeFolder, undefined);
});

test("keeps the newest two builds of a function", async (t) => {
  const { builder, write, fn, storageFolder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push((await builder.build(fn(), signal)).id);
  assert.equal(new Set(ids).size, 4);
  assert.deepEqual((await readdir(join(storageFolder, "builds", "Hello"))).sort(), ids.slice(2).sort());
});

test("stops when cancelled and leaves no build behind", async (t) => {
  const { builder, write, fn, storageFolder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const cancelled = { name: "Failure", code: "cancelled" };
  await assert.rejects(builder.build(fn(), AbortSignal.abort()), cancelled);

  const controller = new AbortController();
  await write({
    "node_modules/esbuild/index.js": "exports.build = () => (globalThis.pilotlightBuilding(), new Promise(() => {}));",
  });
  Object.assign(globalThis, { pilotlightBuilding: () => controller.abort() });
  await assert.rejects(builder.build(fn(), controller.signal), cancelled);
  await assert.rejects(readdir(join(storageFolder, "builds")), { code: "ENOENT" });
});
