import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import { dirname } from "node:path";
import { test } from "node:test";
import { BuildFailure } from "../runner/build/build-failure.ts";
import type { BuildInputs } from "../runner/build/builder.ts";
import { makeWorkspace, type Workspace } from "./build/workspace.ts";

/** Whether a change to a file asks for another build, as a watcher has to see it. */
function concerns({ files, folders }: BuildInputs, path: string): boolean {
  if (files.has(path)) return true;
  return folders.some(
    (folder) => path.startsWith(folder.path) && !folder.listedOnly.some((extension) => path.endsWith(extension)),
  );
}

function expectInputs(
  inputs: BuildInputs,
  path: Workspace["path"],
  expected: { readonly counts: readonly string[]; readonly others: readonly string[] },
): void {
  const wrong = [
    ...expected.counts.filter((name) => !concerns(inputs, path(name))).map((name) => `${name} should count`),
    ...expected.others.filter((name) => concerns(inputs, path(name))).map((name) => `${name} should not count`),
  ];
  assert.deepEqual(wrong, []);
}

async function failedInputs(building: Promise<unknown>): Promise<BuildInputs> {
  const error = await building.catch((reason: unknown) => reason);
  assert.ok(error instanceof BuildFailure);
  return error.inputs;
}

test("a bundle is made of what it imports, and of the files that say how that is read", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "package.json": "{}",
    "tsconfig.json": '{ /* shared */ "extends": ["./base.json", "preset/tsconfig"], }',
    "base.json": '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
    "src/app.ts":
      'import { a } from "@lib/a";\nimport text from "./text.txt";\nimport { installed } from "installed";\nexport const handler = () => [a, text, installed];\n',
    "src/text.txt": "text",
    "src/other.ts": "",
    "lib/a.ts": 'import data from "./data.json";\nexport const a = data;\n',
    "lib/data.json": "{}",
    "lib/other.ts": "",
    "node_modules/installed/index.js": "exports.installed = 1;",
    "node_modules/preset/tsconfig.json": "{}",
  });
  const code = { kind: "folder", path: path("src") } as const;
  const { inputs } = await build(fn({ code }));
  expectInputs(inputs, path, {
    counts: [
      ...["src/app.ts", "src/text.txt", "lib/a.ts", "lib/data.json"],
      ...["package.json", "src/package.json", "tsconfig.json", "base.json", "src/tsconfig.json"],
      ...["node_modules/.package-lock.json", "node_modules/.modules.yaml", "node_modules/.yarn-integrity"],
    ],
    others: ["src/other.ts", "lib/other.ts", "node_modules/installed/index.js", "README.md"],
  });
});

test("a linked package's sources count where they are, its own packages by their install", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "package.json": "{}",
    "api/package.json": "{}",
    "api/app.ts": 'import { shared } from "@mono/shared";\nexport const handler = () => shared;\n',
    "shared/package.json": '{ "name": "@mono/shared", "main": "src/index.ts" }',
    "shared/src/index.ts": 'import { dep } from "dep";\nexport const shared = dep;\n',
    "shared/src/unused.ts": "",
    "shared/node_modules/.keep": "",
    "node_modules/.pnpm/dep@1/node_modules/dep/index.js": "exports.dep = 1;",
  });
  await mkdir(path("api/node_modules/@mono"), { recursive: true });
  await symlink(path("shared"), path("api/node_modules/@mono/shared"), "junction");
  await symlink(path("node_modules/.pnpm/dep@1/node_modules/dep"), path("shared/node_modules/dep"), "junction");
  const { inputs } = await build(fn({ code: { kind: "folder", path: path("api") } }));
  expectInputs(inputs, path, {
    counts: ["api/app.ts", "shared/src/index.ts", "shared/package.json", "node_modules/.modules.yaml"],
    others: ["shared/src/unused.ts", "node_modules/.pnpm/dep@1/node_modules/dep/index.js"],
  });
});

test("a file that comes to where an import looks by pattern counts", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "app.ts": "export const handler = (name: string) => import(`./events/${name}.ts`);",
    "events/a.ts": "",
  });
  const { inputs } = await build(fn());
  expectInputs(inputs, path, { counts: ["events/a.ts", "events/new.ts"], others: ["new.ts"] });
});

test("a failed build counts all that may mend it, and what the last good one was made of", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "package.json": "{}",
    "src/app.ts": 'import { a } from "../lib/a.ts";\nexport const handler = () => a;\n',
    "lib/a.ts": "export const a = 1;",
  });
  const source = fn({ code: { kind: "folder", path: path("src") } });
  await build(source);
  await write({ "src/app.ts": 'import "../gone/b.ts";\nimport "not-installed";\n' });
  const inputs = await failedInputs(build(source, ["src/app.ts"]));
  expectInputs(inputs, path, {
    counts: ["src/app.ts", "src/new.ts", "lib/a.ts", "gone/b.ts", "package.json", "node_modules/.package-lock.json"],
    others: ["lib/b.ts", "README.md"],
  });
});

test("an import of the SDK that is left to the runtime waits for its install", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "package.json": "{}",
    "app.ts": 'import { here } from "@aws-sdk/client-absent";\nexport const handler = () => here;\n',
  });
  const { inputs } = await build(fn());
  expectInputs(inputs, path, { counts: ["node_modules/.package-lock.json"], others: ["other.ts"] });
});

test("JavaScript that runs as it stands is made of what it imports, and of all that is no JavaScript", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "package.json": "{}",
    "app.js":
      'const { a } = require("./lib/a");\nrequire("installed"); require("linked");\nlet b; try { b = require("./gone"); } catch {}\nexports.handler = () => a;\n',
    "lib/a.js": 'exports.a = require("./b/").b;',
    "lib/b/index.js": "exports.b = 1;",
    "other.js": "",
    "config.yaml": "",
    "node_modules/installed/index.js": "",
    "packages/linked/index.js": "",
  });
  await symlink(path("packages/linked"), path("node_modules/linked"), "junction");
  const { inputs, isLive } = await build(fn());
  assert.ok(isLive);
  expectInputs(inputs, path, {
    counts: [
      ...["app.js", "lib/a.js", "lib/b/index.js", "gone.js", "gone/index.js", "config.yaml"],
      ...["packages/linked/index.js", "node_modules/.package-lock.json"],
    ],
    others: ["other.js", "lib/other.js"],
  });
});

test("all JavaScript counts where an import can't be read, and where something else is loaded before", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "app.js": "exports.handler = () => require(process.env.NAME);",
    "plain.js": "exports.handler = () => 1;",
  });
  expectInputs((await build(fn())).inputs, path, { counts: ["other.js"], others: [] });
  const environment = { NODE_OPTIONS: "--require ./hook.js" };
  const plain = await build(fn({ handler: "plain.handler", environment }));
  expectInputs(plain.inputs, path, { counts: ["hook.js"], others: [] });
});

test("Python is made of what it imports, and of all that is no Python", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "src/app.py": "import json, boto3\nfrom shop.orders import total\nfrom . import near\nimport vendored\n",
    "src/__init__.py": "",
    "src/near.py": "",
    "shop/__init__.py": "from .prices import price\n",
    "shop/orders.py": "def total(): ...\n",
    "shop/prices.py": "",
    "shop/unused.py": "",
    "unused.py": "",
    "vendored/__init__.py": "import importlib\n",
    "vendored-1.0.dist-info/RECORD": "vendored/__init__.py,sha256=x,17\nvendored-1.0.dist-info/RECORD,,\n",
  });
  const { inputs, isLive } = await build(fn({ runtime: "python3.13", handler: "src/app.handler" }));
  assert.ok(isLive);
  expectInputs(inputs, path, {
    counts: [
      ...["src/app.py", "src/near.py", "src/__init__.py", "shop/__init__.py", "shop/orders.py", "shop/prices.py"],
      // Another boto3 than the runtime's would go before it.
      ...["boto3.py", "boto3/__init__.py", "queries.sql"],
    ],
    others: ["unused.py", "shop/unused.py", "src/other.py"],
  });
});

test("all Python counts where an import can't be read", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.py": "import importlib\n", "other.py": "" });
  const { inputs } = await build(fn({ runtime: "python3.13" }));
  expectInputs(inputs, path, { counts: ["other.py"], others: [] });
});

test("archives, layers and Docker contexts count as they are", async (t) => {
  const { builder, build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.js": "", "layer/python/a.py": "", "image/Dockerfile": "", "image/app.py": "", "code.zip": "" });
  const layers = [{ name: "shared", content: { kind: "folder", path: path("layer") } as const }];
  expectInputs((await build(fn({ layers }))).inputs, path, { counts: ["layer/python/deep/b.py"], others: ["b.js"] });
  const docker = {
    kind: "dockerfile",
    context: path("image"),
    dockerfile: "Dockerfile",
    buildArgs: {},
    target: undefined,
    tag: undefined,
  } as const;
  const image = fn({ packageType: "Image", runtime: undefined, handler: undefined, code: docker });
  expectInputs((await build(image)).inputs, path, { counts: ["image/app.py", "image/Dockerfile"], others: ["app.js"] });
  const zipped = await builder.likelyInputs(fn({ code: { kind: "zip", path: path("code.zip") } }));
  expectInputs(zipped, path, { counts: ["code.zip"], others: ["app.js"] });
});

test("of a function that was never built, its handler's source is known, and its folder where that is not enough", async (t) => {
  const { builder, write, fn, path } = await makeWorkspace(t);
  await write({ "app.ts": "import './a.ts'", "plain.js": "", "app.py": "", "src/main.ts": "", "app.rb": "" });
  const likely: [overrides: Parameters<typeof fn>[0], counts: string[], others: string[]][] = [
    [{}, ["app.ts"], ["plain.js", "a.ts"]],
    [{ handler: "plain.handler" }, ["plain.js"], ["app.ts"]],
    [{ build: { method: "esbuild", properties: { EntryPoints: ["src/main.ts"] } } }, ["src/main.ts"], ["app.ts"]],
    [{ runtime: "python3.13" }, ["app.py"], ["plain.js", "other.py"]],
    [{ runtime: "ruby3.4" }, ["app.rb", "other.rb"], []],
    [{ handler: "gone.handler" }, ["gone.ts", "app.ts"], []],
    [{ code: { kind: "folder", path: path("gone") } }, [], ["app.ts"]],
    [{ code: { kind: "elsewhere", reason: "It is in S3." } }, [], ["app.ts"]],
  ];
  for (const [overrides, counts, others] of likely) {
    expectInputs(await builder.likelyInputs(fn(overrides)), path, { counts, others });
  }
});

test("inputs are real paths, however the code is reached", async (t) => {
  const { build, write, fn, path, folder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 1;" });
  const link = `${dirname(folder)}/link`;
  await symlink(folder, link, "junction");
  const { inputs } = await build(fn({ code: { kind: "folder", path: link }, template: `${link}/template.yaml` }));
  expectInputs(inputs, path, { counts: ["app.ts", "package.json"], others: [] });
});
