import assert from "node:assert/strict";
import { readdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { BuildFailure } from "../runner/build/build-failure.ts";
import type { Build } from "../runner/build/builder.ts";
import { Failure } from "../runner/model/failure.ts";
import { ownFolder } from "../runner/own-folder.ts";
import { makeWorkspace } from "./build/workspace.ts";

const require = createRequire(import.meta.url);
const esbuildMetadata = (properties: Record<string, unknown>) => ({ build: { method: "esbuild", properties } });

interface Module {
  handler(event?: unknown): unknown;
}

function load(build: Build, file: string): Module {
  return require(join(build.codeFolder ?? "", file)) as Module;
}

test("runs a JavaScript function from its own folder, links followed", async (t) => {
  const { build, write, fn, path, folder } = await makeWorkspace(t);
  await write({ "app.js": "exports.handler = () => 1;" });
  await symlink(folder, path("link"), "junction");
  const built = await build(fn({ code: { kind: "folder", path: path("link") } }));
  assert.equal(built.codeFolder, folder);
  assert.equal(built.layerFolder, undefined);
  assert.match(built.id, /^[0-9a-f]{8}$/);
});

test("bundles TypeScript so that the handler still resolves and its map names the sources", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "src/app.ts": 'import { greet } from "./greet.ts";\nexport const handler = (): string => greet("Ada");\n',
    "src/greet.ts": "export const greet = (name: string): string => `Hello, ${name}`;\n",
  });
  const built = await build(fn({ handler: "src/app.handler" }));
  assert.equal(load(built, "src/app").handler(), "Hello, Ada");
  const map = JSON.parse(await readFile(join(built.codeFolder ?? "", "src/app.js.map"), "utf8")) as Partial<
    Record<"sources" | "sourcesContent", string[]>
  >;
  assert.deepEqual(map.sources?.toSorted(), [
    pathToFileURL(path("src/app.ts")).href,
    pathToFileURL(path("src/greet.ts")).href,
  ]);
  assert.equal(map.sourcesContent, undefined);
  assert.equal(built.hasSourceMaps, true);
});

test("leaves a TypeScript function alone when its JavaScript stands beside it", async (t) => {
  const { build, write, fn, folder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;", "app.js": "exports.handler = () => 2;" });
  const built = await build(fn());
  assert.equal(built.codeFolder, folder);
  assert.equal(built.hasSourceMaps, false);
});

test("makes no source maps where the template says so", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const metadata = esbuildMetadata({ EntryPoints: ["app.ts"], Sourcemap: false });
  assert.equal((await build(fn(metadata))).hasSourceMaps, false);
});

test("bundles ES modules as .mjs, CommonJS dependencies included", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "package.json": '{ "type": "module" }',
    "app.ts": 'import { name } from "old";\nexport const handler = () => name;\n',
    "node_modules/old/package.json": '{ "name": "old", "main": "main.js" }',
    "node_modules/old/main.js": 'exports.name = require("node:path").basename("/a/b");',
  });
  const built = await build(fn());
  const module = (await import(pathToFileURL(join(built.codeFolder ?? "", "app.mjs")).href)) as Module;
  assert.equal(module.handler(), "b");
});

test("takes the entry point from BuildProperties and places it where the handler looks", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "src/main.ts": "export const handler = () => STAGE;",
    "src/STAGE.d.ts": "declare const STAGE: string;",
  });
  const metadata = esbuildMetadata({ EntryPoints: ["src/main.ts"], Define: { STAGE: '"dev"' }, Minfy: true });
  const built = await build(fn({ handler: "app.handler", ...metadata }));
  assert.equal(load(built, "app").handler(), "dev");
  assert.deepEqual(
    built.problems.map(({ code, severity }) => [code, severity]),
    [["build-property-ignored", "warning"]],
  );
});

test("leaves the AWS SDK to the runtime when the project has none, and bundles it when it has", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts":
      'import "@aws-sdk/client-absent";\nimport { here } from "@aws-sdk/client-here";\nexport const handler = () => here;\n',
    "node_modules/@aws-sdk/client-here/index.js": "exports.here = 'bundled';",
  });
  const built = await build(fn());
  const text = await readFile(join(built.codeFolder ?? "", "app.js"), "utf8");
  assert.match(text, /require\("@aws-sdk\/client-absent"\)/);
  assert.doesNotMatch(text, /require\("@aws-sdk\/client-here"\)/);
  assert.match(text, /"bundled"/);
});

test("builds with the project's own esbuild when it has one", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts": "export const handler = () => 1;",
    "node_modules/esbuild/index.js": `exports.build = async ({ outdir }) => ({
      warnings: [],
      outputFiles: [{ path: require("node:path").join(outdir, "app.js"), contents: Buffer.from("exports.handler = () => 'own';") }],
    });`,
  });
  assert.equal(load(await build(fn()), "app").handler(), "own");
});

test("fails with the place of every error, the first of them in the message", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.ts": 'import "absent";\nimport "./gone.ts";\nexport const handler = () => 1;\n' });
  const error = await build(fn()).catch((reason: unknown) => reason);
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
  const { build, fn, path } = await makeWorkspace(t);
  const missing: [overrides: Parameters<typeof fn>[0], message: RegExp][] = [
    [{ code: { kind: "folder", path: path("dist") } }, /dist.*Build the project/],
    [{ code: { kind: "zip", path: path("out.zip") } }, /out\.zip.*correct the path/],
    [{ code: { kind: "elsewhere", reason: "It is in S3." } }, /can't run here\. It is in S3\. Name a folder/],
    [esbuildMetadata({}), /app\.ts .*Correct Handler \(now app\.handler\)/],
    [esbuildMetadata({ EntryPoints: ["x.ts"] }), /entry point x\.ts .*relative to CodeUri/],
  ];
  for (const [overrides, message] of missing) {
    await assert.rejects(build(fn(overrides)), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "code-missing");
      assert.match(error.message, message);
      return true;
    });
  }
});

test("writes inline code into a file of its name", async (t) => {
  const { build, fn } = await makeWorkspace(t);
  const code = { kind: "inline", text: "exports.handler = () => 'inline';", fileName: "index.js" } as const;
  const built = await build(fn({ code, handler: "index.handler" }));
  assert.equal(load(built, "index").handler(), "inline");
});

test("has no code folder for image functions", async (t) => {
  const { build, fn } = await makeWorkspace(t);
  const image = fn({ packageType: "Image", code: { kind: "image", uri: "hello:1" }, runtime: undefined });
  assert.equal((await build(image)).codeFolder, undefined);
});

test("keeps each build's folder until it is discarded, and the last ones until the end", async (t) => {
  const { builder, build, write, fn, storageFolder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const [first, second, third] = [await build(fn()), await build(fn()), await build(fn())];
  const left = async () => (await readdir(join(ownFolder(join(storageFolder, "builds")), "Hello"))).length;
  assert.equal(new Set([first, second, third].map(({ codeFolder }) => codeFolder)).size, 3);
  await builder.discard(second);
  await builder.discard(second);
  assert.equal(await left(), 2);
  assert.equal(load(first, "app").handler(), 1);
  await builder.dispose();
  assert.equal(await left(), 0);
});

test("stops when cancelled and leaves no build behind", async (t) => {
  const { build, write, fn, storageFolder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const cancelled = { name: "Failure", code: "cancelled" };
  await assert.rejects(build(fn(), [], AbortSignal.abort()), cancelled);

  const controller = new AbortController();
  await write({
    "node_modules/esbuild/index.js": "exports.build = () => (globalThis.pilotlightBuilding(), new Promise(() => {}));",
  });
  Object.assign(globalThis, { pilotlightBuilding: () => controller.abort() });
  await assert.rejects(build(fn(), [], controller.signal), cancelled);
  await assert.rejects(readdir(join(storageFolder, "builds")), { code: "ENOENT" });
});
