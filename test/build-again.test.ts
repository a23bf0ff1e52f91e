import assert from "node:assert/strict";
import { readdir, readFile, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Build } from "../runner/build/builder.ts";
import { ownFolder } from "../runner/own-folder.ts";
import { makeWorkspace } from "./build/workspace.ts";

const require = createRequire(import.meta.url);

async function answer({ codeFolder = "" }: Build, file = "app.js"): Promise<unknown> {
  const path = join(codeFolder, file);
  const module = (await import(pathToFileURL(path).href)) as { handler: () => unknown };
  return module.handler();
}

/** A CommonJS package large enough to be kept apart, with a module of state that tells whether it exists twice. */
function bigPackage(): Record<string, string> {
  return {
    "node_modules/big/package.json": '{ "name": "big", "main": "main.js" }',
    "node_modules/big/main.js": `exports.state = require("./state.js"); exports.big = "${"x".repeat(200_000)}".length;`,
    "node_modules/big/state.js": "exports.count = 0; exports.directory = __dirname;",
  };
}

test("each build holds what was saved before it, also of modules the handler imports", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ "app.ts": 'import { text } from "./lib.ts";\nexport const handler = () => text;\n' });
  for (const text of ["one", "two", "three", "four"]) {
    await write({ "lib.ts": `export const text = "${text}";` });
    assert.equal(await answer(await build(fn(), ["lib.ts"])), text);
  }
});

test("goes on after a build that failed", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  for (const text of ["one", "two", "three"]) {
    await write({ "app.ts": `export const handler = () => "${text}";` });
    assert.equal(await answer(await build(fn(), ["app.ts"])), text);
    await write({ "app.ts": "export const handler = (" });
    await assert.rejects(build(fn(), ["app.ts"]), { code: "build-failed" });
  }
});

test("builds of one function that are asked for at once each hold what was saved before they were asked for", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 0;" });
  await build(fn());
  const builds: Promise<Build>[] = [];
  for (const value of [1, 2, 3]) {
    // In one step: a build that runs already must not read the half of it.
    await write({ draft: `export const handler = () => ${value};` });
    await rename(path("draft"), path("app.ts"));
    builds.push(build(fn(), ["app.ts"]));
  }
  const answers = await Promise.all(builds.map(async (building) => Number(await answer(await building))));
  for (const [index, value] of answers.entries()) assert.ok(value >= index + 1, `build ${index + 1} has ${value}`);
});

test("a build that was cancelled leaves the next one its own", async (t) => {
  const { build, write, fn, storageFolder } = await makeWorkspace(t);
  await write({ "app.ts": "export const handler = () => 0;" });
  const kept = [await build(fn()), await build(fn())];
  const controller = new AbortController();
  const cancelled = assert.rejects(build(fn(), [], controller.signal), { code: "cancelled" });
  controller.abort();
  await write({ "app.ts": "export const handler = () => 1;" });
  assert.equal(await answer(await build(fn(), ["app.ts"])), 1);
  await cancelled;
  assert.equal((await readdir(join(ownFolder(join(storageFolder, "builds")), "Hello"))).length, kept.length + 1);
});

test("changed options count at the next build", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ "app.ts": "declare const STAGE: string;\nexport const handler = () => STAGE;" });
  for (const stage of ["dev", "dev", "prod", "prod"]) {
    const properties = { EntryPoints: ["app.ts"], Define: { STAGE: JSON.stringify(stage) } };
    assert.equal(await answer(await build(fn({ build: { method: "esbuild", properties } }))), stage);
  }
});

test("builds more functions than it keeps contexts for", async (t) => {
  const { builder, build, write, fn } = await makeWorkspace(t);
  const names = Array.from({ length: 20 }, (_, index) => `fn${index}`);
  for (const round of [1, 2, 3]) {
    await write(
      Object.fromEntries(names.map((name) => [`${name}.ts`, `export const handler = () => "${name} ${round}";`])),
    );
    const builds = await Promise.all(names.map((name) => build(fn({ name, handler: `${name}.handler` }))));
    const answers = await Promise.all(builds.map((built, index) => answer(built, `fn${index}.js`)));
    assert.deepEqual(
      answers,
      names.map((name) => `${name} ${round}`),
    );
  }
  await builder.forget("fn0");
  await builder.forget("unknown");
  assert.equal(await answer(await build(fn({ name: "fn0", handler: "fn0.handler" })), "fn0.js"), "fn0 3");
});

for (const format of ["cjs", "esm"] as const) {
  const output = format === "esm" ? "app.mjs" : "app.js";

  test(`packages of a bundle are built once an install and exist once (${format})`, async (t) => {
    const { build, write, fn, path } = await makeWorkspace(t);
    await write({
      ...bigPackage(),
      "package.json": format === "esm" ? '{ "type": "module" }' : "{}",
      "app.ts":
        'import { state, big } from "big";\nexport const handler = () => [++state.count, big, state.directory];\n',
    });
    const first = await build(fn());
    const whole = await readFile(join(first.codeFolder ?? "", output), "utf8");
    for (const value of [1, 2]) {
      await write({
        "app.ts": `import { state, big } from "big";\nimport { more } from "./more.ts";\nexport const handler = () => [more(), ++state.count, big, ${value}];\n`,
        "more.ts": 'import { state } from "big";\nexport const more = () => ++state.count;\n',
      });
      const again = await build(fn(), ["app.ts", "more.ts"]);
      assert.deepEqual(await answer(again, output), [1, 2, 200_000, value]);
      assert.ok((await readFile(join(again.codeFolder ?? "", output), "utf8")).length * 10 < whole.length);
      assert.deepEqual(again.inputs.files, new Set([...first.inputs.files, path("more.ts")]));
    }
    await write({
      "app.ts": 'import state from "big/state.js";\nimport "big";\nexport const handler = () => state.count;\n',
    });
    assert.equal(await answer(await build(fn(), ["app.ts"]), output), 0);

    await write({
      "app.ts": 'import { big } from "big";\nexport const handler = () => big;\n',
      "node_modules/big/main.js": "exports.big = 'updated';",
      "node_modules/.package-lock.json": "{}",
    });
    const changed = ["app.ts", "node_modules/.package-lock.json"];
    assert.equal(await answer(await build(fn(), changed), output), "updated");
    assert.equal(await answer(await build(fn(), ["app.ts"]), output), "updated");
  });
}

test("a module that comes into the bundle by another way than before still exists once", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  const handler = (imports: string) =>
    `import { state } from "big";\n${imports}\nexport const handler = () => [++state.count, other.count];\n`;
  await write({
    ...bigPackage(),
    "app.ts": handler("const other = state;"),
    "node_modules/wrapper/package.json": '{ "type": "module", "main": "index.js" }',
    "node_modules/wrapper/index.js": 'export { default } from "big/state.js";',
  });
  for (let time = 1; time <= 2; time++) assert.deepEqual(await answer(await build(fn(), ["app.ts"])), [1, 1]);
  await write({ "app.ts": handler('import other from "wrapper";') });
  for (let time = 1; time <= 2; time++) assert.deepEqual(await answer(await build(fn(), ["app.ts"])), [1, 1]);
});

test("builds again with a project's own esbuild that knows no contexts", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({
    "app.ts": "",
    "node_modules/esbuild/index.js": `let count = 0;
    exports.build = async ({ outdir }) => ({
      warnings: [],
      outputFiles: [{ path: require("node:path").join(outdir, "app.js"), contents: Buffer.from("exports.handler = () => " + ++count) }],
    });`,
  });
  for (const value of [1, 2, 3]) {
    const built = await build(fn());
    assert.equal((require(join(built.codeFolder ?? "", "app.js")) as { handler: () => unknown }).handler(), value);
    assert.equal(built.inputs.folders.length, 1);
  }
});
