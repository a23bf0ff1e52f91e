import assert from "node:assert/strict";
import { mkdir, readFile, rename, symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Build } from "../runner/build/builder.ts";
import { makeWorkspace, type Workspace } from "./build/workspace.ts";

async function answer({ codeFolder = "" }: Build, file = "app.js"): Promise<unknown> {
  const module = (await import(pathToFileURL(join(codeFolder, file)).href)) as { handler: () => unknown };
  return module.handler();
}

/** The first bytes of an addon for Linux on x86_64, or for macOS on ARM. */
function addon(os: "linux" | "darwin"): Buffer {
  const bytes = Buffer.alloc(128);
  if (os === "linux") {
    bytes.write("\x7fELF", 0, "latin1");
    bytes.writeUInt16LE(0x3e, 18);
  } else {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(0x0100000c, 4);
  }
  return bytes;
}

/** A package that reads its addon's file from beside itself, and needs two versions of another. */
function nativePackage(folder: string, os: "linux" | "darwin" = "linux"): Record<string, string | Buffer> {
  return {
    [`${folder}/native/package.json`]: JSON.stringify({
      name: "native",
      dependencies: { helper: "1", middle: "1" },
      optionalDependencies: { "@native/linux-x64": "1", "@native/win32-x64": "1" },
    }),
    [`${folder}/native/index.js`]:
      'exports.native = require("fs").readFileSync(require.resolve("@native/linux-x64/native.node")).length;\n' +
      'exports.versions = [require("helper"), require("middle")];\n',
    [`${folder}/@native/linux-x64/package.json`]: '{ "name": "@native/linux-x64" }',
    [`${folder}/@native/linux-x64/native.node`]: addon(os),
    [`${folder}/helper/package.json`]: '{ "name": "helper" }',
    [`${folder}/helper/index.js`]: "module.exports = 1;",
    [`${folder}/middle/package.json`]: '{ "name": "middle", "dependencies": { "helper": "2" } }',
    [`${folder}/middle/index.js`]: 'module.exports = require("helper");',
    [`${folder}/middle/node_modules/helper/package.json`]: '{ "name": "helper" }',
    [`${folder}/middle/node_modules/helper/index.js`]: "module.exports = 2;",
  };
}

const usesNative = {
  "package.json": "{}",
  "app.ts": 'import { native, versions } from "native";\nexport const handler = () => [native, ...versions];\n',
};

/** What is built must not lean on the project any more: it is moved to where a container would see it. */
async function withoutProject<T>({ path, folder }: Workspace, use: () => Promise<T>): Promise<T> {
  await rename(path("node_modules"), `${folder}.hidden`);
  try {
    return await use();
  } finally {
    await rename(`${folder}.hidden`, path("node_modules"));
  }
}

test("lays a package with a native addon beside the bundle, with all it needs in the versions it needs", async (t) => {
  const workspace = await makeWorkspace(t);
  const { build, write, fn } = workspace;
  await write({ ...usesNative, ...nativePackage("node_modules") });
  for (let time = 1; time <= 3; time++) {
    const built = await build(fn(), time === 1 ? [] : ["app.ts"]);
    assert.deepEqual(await withoutProject(workspace, () => answer(built)), [128, 1, 2]);
    assert.deepEqual(built.problems, []);
    assert.ok([...built.inputs.files].some((file) => file.endsWith(".package-lock.json")));
  }
});

test("lays packages out of pnpm's links as plain folders", async (t) => {
  const workspace = await makeWorkspace(t);
  const { build, write, fn, path } = workspace;
  const store = "node_modules/.pnpm";
  const files = nativePackage("flat");
  const places: Record<string, string> = {
    "flat/native/": `${store}/native@1/node_modules/native/`,
    "flat/@native/linux-x64/": `${store}/@native+linux-x64@1/node_modules/@native/linux-x64/`,
    "flat/helper/": `${store}/helper@1/node_modules/helper/`,
    "flat/middle/node_modules/helper/": `${store}/helper@2/node_modules/helper/`,
    "flat/middle/": `${store}/middle@1/node_modules/middle/`,
  };
  const place = (name: string) => {
    const [from = "", to = ""] = Object.entries(places).find(([prefix]) => name.startsWith(prefix)) ?? [];
    return to + name.slice(from.length);
  };
  await write({
    ...usesNative,
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [place(name), text])),
  });
  const link = async (from: string, to: string) => {
    await mkdir(join(path(from), ".."), { recursive: true });
    await symlink(path(store, to), path(from), "junction");
  };
  await link("node_modules/native", "native@1/node_modules/native");
  await link(`${store}/native@1/node_modules/helper`, "helper@1/node_modules/helper");
  await link(`${store}/native@1/node_modules/middle`, "middle@1/node_modules/middle");
  await link(`${store}/native@1/node_modules/@native/linux-x64`, "@native+linux-x64@1/node_modules/@native/linux-x64");
  await link(`${store}/middle@1/node_modules/helper`, "helper@2/node_modules/helper");
  const built = await build(fn());
  assert.deepEqual(await withoutProject(workspace, () => answer(built)), [128, 1, 2]);
});

test("lays the packages that External names beside the bundle, the SDK apart", async (t) => {
  const workspace = await makeWorkspace(t);
  const { build, write, fn } = workspace;
  await write({
    "app.ts":
      'import { a } from "left/deep/file.js";\nimport "absent";\nexport const handler = () => [a, import("@aws-sdk/client-s3")];\n',
    "node_modules/left/package.json": "{}",
    "node_modules/left/deep/file.js": "exports.a = 1;",
    "node_modules/@aws-sdk/client-s3/package.json": "{}",
  });
  const properties = { EntryPoints: ["app.ts"], External: ["left", "absent", "@aws-sdk/*"] };
  const { codeFolder = "" } = await build(fn({ build: { method: "esbuild", properties } }));
  assert.equal(await readFile(join(codeFolder, "node_modules/left/deep/file.js"), "utf8"), "exports.a = 1;");
  await assert.rejects(readFile(join(codeFolder, "node_modules/@aws-sdk/client-s3/package.json")), { code: "ENOENT" });
});

test("lays a linked package as it is at each build", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "api/app.ts": 'import { a } from "linked";\nexport const handler = () => a;\n',
    "linked/package.json": "{}",
    "linked/index.js": "exports.a = 1;",
  });
  await mkdir(path("api/node_modules"));
  await symlink(path("linked"), path("api/node_modules/linked"), "junction");
  const properties = { EntryPoints: ["app.ts"], External: ["linked"] };
  const source = fn({ code: { kind: "folder", path: path("api") }, build: { method: "esbuild", properties } });
  const first = await build(source);
  assert.ok(first.inputs.folders.some((folder) => folder.path === path("linked")));
  assert.equal(await answer(first), 1);
  await write({ "linked/index.js": "exports.a = 2;" });
  assert.equal(await answer(await build(source, ["linked/index.js"])), 2);
});

test("copies an addon that the sources require themselves", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts": 'export const handler = () => require("./own.node") as unknown;',
    "own.node": addon("linux"),
  });
  const { codeFolder = "" } = await build(fn());
  const [, name = ""] =
    /require\("\.\/(own-\w+\.node)"\)/.exec(await readFile(join(codeFolder, "app.js"), "utf8")) ?? [];
  assert.equal((await readFile(join(codeFolder, name))).length, 128);
});

test("warns of an addon for another machine than the function's, with the command that installs the right one", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ ...usesNative, ...nativePackage("node_modules", "darwin") });
  const [problem, ...others] = (await build(fn())).problems;
  assert.deepEqual(others, []);
  assert.equal(problem?.code, "addon-for-other-platform");
  assert.match(problem.message, /native of Hello is installed for darwin arm64; .* runs on linux x64\./);
  assert.match(problem.hint, /npm install --os=linux --cpu=x64 .*native$/);
  await write(nativePackage("node_modules", "linux"));
  await write({ "node_modules/.package-lock.json": "{}" });
  assert.deepEqual((await build(fn(), ["node_modules/.package-lock.json"])).problems, []);
  const arm = await build(fn({ name: "Arm", architecture: "arm64" }));
  assert.match(arm.problems[0]?.message ?? "", /installed for linux x64; .* runs on linux arm64\./);
});

test("bundles a package again that an install has made free of addons", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ ...usesNative, ...nativePackage("node_modules") });
  await build(fn());
  await write({
    "node_modules/native/package.json": "{}",
    "node_modules/native/index.js": "exports.native = 0; exports.versions = ['bundled'];",
    "node_modules/.package-lock.json": "{}",
  });
  const built = await build(fn(), ["node_modules/.package-lock.json"]);
  assert.deepEqual(await answer(built), [0, "bundled"]);
  await assert.rejects(readFile(join(built.codeFolder ?? "", "node_modules/native/package.json")), { code: "ENOENT" });
});
