import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { BorrowedEsbuilds } from "../runner/estimates/borrowed-esbuilds.ts";
import { codeFacts } from "../runner/estimates/code-facts.ts";
import { FolderContents } from "../runner/estimates/folder-contents.ts";
import type { CodeFacts } from "../runner/model/estimate/estimate-input.ts";
import type { LambdaFunction, Layer } from "../runner/model/function.ts";
import { makeWorkspace, type Workspace } from "./build/workspace.ts";

interface Facts extends Workspace {
  /** Builds, and tells the facts of the build. */
  readonly factsOf: (fn: LambdaFunction, changed?: readonly string[]) => Promise<CodeFacts>;
}

async function facts(t: TestContext): Promise<Facts> {
  const workspace = await makeWorkspace(t);
  const esbuilds = new BorrowedEsbuilds();
  const contents = new FolderContents();
  t.after(() => esbuilds.dispose());
  return {
    ...workspace,
    async factsOf(fn, changed) {
      const build = await workspace.build(fn, changed);
      const found = await codeFacts(fn, build, contents, (folder) => esbuilds.for(folder));
      assert.ok(found);
      return found;
    },
  };
}

const esbuildMetadata = (properties: Record<string, unknown>): Partial<LambdaFunction> => ({
  build: { method: "esbuild", properties },
});
const names = ({ packages }: CodeFacts): string[] => packages.map(({ name }) => name);
const long = (name: string, length: number): string => `exports.${name} = "${"x".repeat(length)}";`;

describe("facts of code", () => {
  test("count what is in a bundle, package by package, and stay right when packages get a file of their own", async (t) => {
    const { write, fn, factsOf } = await facts(t);
    await write({
      "node_modules/big/index.js": long("big", 5000),
      "node_modules/@scope/small/index.js": long("small", 1000),
      "node_modules/big/node_modules/inner/index.js": long("inner", 9000),
      "node_modules/unused/index.js": long("unused", 50_000),
      "app.ts":
        "import { big } from 'big'; import { small } from '@scope/small'; export const handler = async () => big + small;",
    });
    const first = await factsOf(fn());
    assert.deepEqual(names(first), ["big", "@scope/small"]);
    assert.ok(first.bundleBytes > 6000 && first.bundleBytes < 10_000, JSON.stringify(first));
    assert.equal(first.unpackedBytes, first.bundleBytes);

    await write({
      "app.ts":
        "import { big } from 'big'; import { small } from '@scope/small'; export const handler = async () => small + big;",
    });
    for (let times = 0; times < 2; times++) {
      const next = await factsOf(fn(), ["app.ts"]);
      assert.deepEqual(next.packages, first.packages);
      assert.equal(next.bundleBytes, first.bundleBytes);
    }
  });

  test("say where source maps are read here and not on AWS", async (t) => {
    const { write, fn, factsOf } = await facts(t);
    await write({ "app.ts": "export const handler = async () => 1;" });
    const isMappedOnlyHere = async (changes: Partial<LambdaFunction> = {}): Promise<boolean | undefined> =>
      (await factsOf(fn(changes))).isMappedOnlyHere;
    assert.equal(await isMappedOnlyHere(), true);
    assert.equal(await isMappedOnlyHere(esbuildMetadata({ EntryPoints: ["app.ts"], Sourcemap: true })), undefined);
    assert.equal(await isMappedOnlyHere({ environment: { NODE_OPTIONS: "--enable-source-maps" } }), undefined);
  });

  test("leave out what a bundler drops, and count what lies beside a bundle", async (t) => {
    const { write, path, fn, factsOf } = await facts(t);
    const manifest = { name: "tree", type: "module", sideEffects: false };
    await write({
      "node_modules/tree/package.json": JSON.stringify(manifest),
      "node_modules/tree/index.js": "export * from './kept.js'; export * from './dropped.js';",
      "node_modules/tree/kept.js": "export const kept = 1;",
      "node_modules/tree/dropped.js": `export const dropped = "${"x".repeat(10_000)}";`,
      "node_modules/native/package.json": JSON.stringify({ name: "native", gypfile: true }),
      "node_modules/native/index.js": long("native", 3000),
      "layer/nodejs/data.bin": "x".repeat(700),
      "app.ts":
        "import { kept } from 'tree'; import { native } from 'native'; export const handler = async () => kept + native;",
    });
    const found = await factsOf(fn({ layers: [layerIn(path("layer"))] }));
    assert.deepEqual(names(found), ["native", "tree"]);
    assert.ok(found.bundleBytes < 3000, JSON.stringify(found));
    assert.ok(found.unpackedBytes > found.bundleBytes + 3700, JSON.stringify(found));
  });

  test("count what Node.js reads of code that runs as it stands, and all of it unpacked", async (t) => {
    const { write, fn, factsOf } = await facts(t);
    await write({
      "package.json": "{}",
      "node_modules/dep/index.js": long("dep", 2000),
      "node_modules/tool/index.js": long("tool", 40_000),
      "app.js": "const { dep } = require('dep'); require('from-a-layer'); exports.handler = async () => dep;",
    });
    const found = await factsOf(fn());
    assert.deepEqual(names(found), ["dep"]);
    assert.ok(found.bundleBytes > 2000 && found.bundleBytes < 3000, JSON.stringify(found));
    assert.ok(found.unpackedBytes > 42_000);
  });

  test("count what a Python function imports, in its layers, too, and all of it unpacked", async (t) => {
    const { write, path, fn, factsOf } = await facts(t);
    await write({
      "app.py": "import yaml, layered\ndef handler(event, context): pass\n",
      "yaml/__init__.py": "x = 1\n",
      "data.json": "x".repeat(500),
      ".venv/lib/python3.12/site-packages/pip.py": "x".repeat(9000),
      "layer/python/lib/python3.12/site-packages/layered.py": "x".repeat(300),
    });
    const layers = [layerIn(path("layer"))];
    const found = await factsOf(fn({ runtime: "python3.12", handler: "app.handler", layers }));
    assert.deepEqual([found.imports, found.deployed], [["yaml"], ["yaml"]]);
    assert.ok(found.bundleBytes > 300 && found.bundleBytes < 400, JSON.stringify(found));
    assert.ok(found.unpackedBytes > 9800);
  });

  test("are none of an image", async (t) => {
    const { build, fn } = await facts(t);
    const image = fn({ packageType: "Image", runtime: undefined, code: { kind: "image", uri: "image:1" } });
    const found = await codeFacts(image, await build(image), new FolderContents(), () => assert.fail());
    assert.equal(found, undefined);
  });
});

function layerIn(path: string): Layer {
  return { name: "layer", content: { kind: "folder", path } };
}
