import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { startWatching } from "./watching-for-tests.ts";

const code = { files: { "src/a.js": "old" }, watched: { folders: ["src"] } };

test("files in new folders are seen, at any depth, and so are later changes of them", async (t) => {
  const w = await startWatching(t, code);
  w.write("src/one/two/three/b.js", "new");
  w.write("src/one/two/c.js", "new");
  assert.deepEqual(await w.reportsOf("src/one/two/three/b.js"), [
    ["added src/one/two/c.js", "added src/one/two/three/b.js"],
  ]);
  w.write("src/one/two/three/b.js", "newer");
  assert.deepEqual((await w.reports()).at(-1), ["changed src/one/two/three/b.js"]);
});

test("a watched folder that is deleted and made again stays watched", async (t) => {
  const files = { "dist/a.js": "old", "dist/lib/b.js": "old" };
  const w = await startWatching(t, { files, watched: { folders: ["dist"] } });
  rmSync(w.path("dist"), { recursive: true });
  for (const name of Object.keys(files)) w.write(name, "new");
  assert.deepEqual(await w.reportsOf("dist/lib/b.js"), [["changed dist/a.js", "changed dist/lib/b.js"]]);
  w.write("dist/lib/b.js", "newer");
  assert.deepEqual((await w.reports()).at(-1), ["changed dist/lib/b.js"]);
  rmSync(w.path("dist"), { recursive: true });
  assert.deepEqual((await w.reportsOf("removed dist/a.js")).at(-1), ["removed dist/a.js", "removed dist/lib/b.js"]);
  w.write("dist/lib/b.js", "again");
  assert.deepEqual((await w.reportsOf("added dist/lib/b.js")).at(-1), ["added dist/lib/b.js"]);
  w.write("dist/lib/b.js", "and again");
  assert.deepEqual((await w.reports()).at(-1), ["changed dist/lib/b.js"]);
});

test("a renamed folder's files go and come", async (t) => {
  const w = await startWatching(t, { files: { "src/old/lib/a.js": "" }, watched: { folders: ["src"] } });
  renameSync(w.path("src/old"), w.path("src/new"));
  assert.deepEqual(await w.reportsOf("src/new/lib/a.js"), [["added src/new/lib/a.js", "removed src/old/lib/a.js"]]);
  w.write("src/new/lib/a.js", "new");
  assert.deepEqual((await w.reports()).at(-1), ["changed src/new/lib/a.js"]);
});

test("a folder that is moved away with one above it has gone, and is seen again when it comes back", async (t) => {
  const w = await startWatching(t, {
    files: { "packages/lib/src/a.js": "old", "packages/lib/b.js": "old" },
    watched: { folders: ["packages/lib/src"], files: ["packages/lib/b.js"] },
  });
  renameSync(w.path("packages"), w.path("elsewhere"));
  const gone = ["removed packages/lib/b.js", "removed packages/lib/src/a.js"];
  assert.deepEqual(await w.reportsOf("packages/lib/b.js"), [gone]);
  w.write("elsewhere/lib/src/a.js", "not watched");
  assert.deepEqual(await w.reports(), [gone]);
  renameSync(w.path("elsewhere"), w.path("packages"));
  await w.reportsOf("added packages/lib/b.js");
  w.write("packages/lib/src/a.js", "new");
  await w.reports();
  assert.equal(w.contents.get("packages/lib/src/a.js"), "new");
});

test("the workspace itself can be deleted and made again", async (t) => {
  const w = await startWatching(t, { files: { "ws/src/a.js": "old" }, root: "ws", watched: { folders: ["ws/src"] } });
  rmSync(w.path("ws"), { recursive: true });
  await w.reportsOf("removed ws/src/a.js");
  w.write("ws/src/a.js", "new");
  await w.reportsOf("added ws/src/a.js");
  w.write("ws/src/a.js", "newer");
  await w.reports();
  assert.equal(w.contents.get("ws/src/a.js"), "newer");
});

test("files and folders outside the workspace are seen", async (t) => {
  const w = await startWatching(t, {
    files: { "packages/lib/src/a.js": "old", "config/b.json": "old" },
    root: "services/one",
    watched: { folders: ["packages/lib"], files: ["config/b.json"] },
  });
  w.write("packages/lib/src/a.js", "new");
  w.write("config/b.json", "new");
  assert.deepEqual(await w.reportsOf("config/b.json"), [["changed config/b.json", "changed packages/lib/src/a.js"]]);
});

test("a file that does not exist yet is seen when it comes, with the folders it is in", async (t) => {
  const w = await startWatching(t, { files: {}, watched: { files: ["one/two/a.js"] } });
  mkdirSync(w.path("one"));
  await setImmediate();
  w.write("one/two/a.js", "new");
  assert.deepEqual(await w.reportsOf("one/two/a.js"), [["added one/two/a.js"]]);
  w.write("one/two/a.js", "newer");
  assert.deepEqual((await w.reports()).at(-1), ["changed one/two/a.js"]);
});

test("an install is one change of its marker, packages are passed over", async (t) => {
  const marker = "node_modules/.package-lock.json";
  const packages = Array.from({ length: 100 }, (_, index) => `node_modules/p${index}/index.js`);
  const files = Object.fromEntries([...packages, marker, "package.json"].map((name) => [name, "old"]));
  const w = await startWatching(t, { files, watched: { folders: [""], files: [marker] } });
  rmSync(w.path("node_modules"), { recursive: true });
  for (const name of packages) w.write(name, "new");
  w.write(marker, "new");
  assert.deepEqual(await w.reportsOf(marker), [[`changed ${marker}`]]);
  w.write(packages[0] ?? "", "newer");
  assert.deepEqual(await w.reports(), [[`changed ${marker}`]]);
});

test("what is never code is passed over, output of a tool only beside that tool's file", async (t) => {
  const w = await startWatching(t, {
    files: { "src/rust/Cargo.toml": "", "src/net/a.csproj": "", "src/java/build.gradle.kts": "", "src/a.js": "" },
    watched: { folders: ["src"] },
  });
  const ignored = [
    ".git/HEAD",
    "node_modules/x.js",
    ".venv/x.py",
    "__pycache__/x.pyc",
    ".aws-sam/x.js",
    "cdk.out/x.json",
  ];
  const output = ["rust/target/x", "net/bin/x", "net/obj/x", "java/build/x.class", "java/.gradle/x"];
  for (const name of [...ignored, ...output]) w.write(`src/${name}`, "x");
  assert.deepEqual(await w.reports(), []);
  const sources = ["bin/x.js", "build/x.js", "obj/x.js", "target/x.js"].map((name) => `src/${name}`);
  for (const name of sources) w.write(name, "x");
  assert.deepEqual(await w.reportsOf(...sources), [sources.map((name) => `added ${name}`)]);
});

test("what .gitignore files name is passed over, unless it is watched itself", async (t) => {
  const w = await startWatching(t, {
    files: {
      ".gitignore": "dist/\n*.log\n/src/generated\n",
      "src/.gitignore": "!kept.log\ncache/\n",
      "src/lib/.gitignore": "local.js\n",
      "dist/a.js": "old",
      "src/listed.log": "old",
    },
    watched: { folders: ["src", "dist"], files: ["src/listed.log"] },
  });
  const ignored = ["src/x.log", "src/generated/x.js", "src/cache/x.js", "src/lib/local.js"];
  const counted = ["src/kept.log", "src/local.js", "src/lib/generated/x.js", "dist/a.js", "src/listed.log"];
  for (const name of [...ignored, ...counted]) w.write(name, "new");
  assert.deepEqual(
    (await w.reportsOf(...counted)).map((burst) => burst.map((line) => line.split(" ")[1]).sort()),
    [[...counted].sort()],
  );
});

test("a changed .gitignore counts at once", async (t) => {
  const w = await startWatching(t, {
    files: { ".gitignore": "", "src/a.js": "old", "src/b.js": "old" },
    watched: { folders: ["src"] },
  });
  w.write(".gitignore", "a.js\n");
  assert.deepEqual(await w.reports(), []);
  w.write("src/a.js", "new");
  assert.deepEqual(await w.reports(), []);
  w.write(".gitignore", "b.js\n");
  await w.reportsOf("src/a.js");
  w.write("src/b.js", "new");
  w.write("src/a.js", "newer");
  assert.deepEqual((await w.reports()).at(-1), ["changed src/a.js"]);
});

test("the person's own patterns count as in a .gitignore of the workspace", async (t) => {
  const w = await startWatching(t, { ...code, ignore: ["*.sql", "/src/fixtures/"] });
  for (const name of ["src/a.sql", "src/fixtures/a.js", "src/lib/fixtures/a.js"]) w.write(name, "new");
  assert.deepEqual(await w.reportsOf("src/lib/fixtures/a.js"), [["added src/lib/fixtures/a.js"]]);
});

test("what is no longer to be watched is not, and the rest goes on", async (t) => {
  const files = { "one/a.js": "old", "two/b.js": "old", "two/deep/c.js": "old", "d.js": "old" };
  const w = await startWatching(t, { files, watched: { folders: ["one", "two"], files: ["d.js"] } });
  await w.watch({ folders: ["one", "two/deep"] });
  for (const name of Object.keys(files)) w.write(name, "new");
  assert.deepEqual(await w.reportsOf("one/a.js"), [["changed one/a.js", "changed two/deep/c.js"]]);
  // What happened meanwhile is no news when it is watched again.
  await w.watch({ folders: ["one", "two"], files: ["d.js"] });
  assert.equal((await w.reports()).length, 1);
  w.write("d.js", "newer");
  assert.deepEqual((await w.reports()).at(-1), ["changed d.js"]);
});

test("a save at the very moment of other targets is not lost", async (t) => {
  const w = await startWatching(t, code);
  for (let round = 0; round < 20; round++) {
    w.write("src/a.js", `old ${round}`);
    w.write(`src/new-${round}.js`, "new");
    const watched = w.watch({ folders: ["src"], files: [`src/new-${round}.js`, `src/missing-${round}.js`] });
    w.write("src/a.js", `new ${round}`);
    await watched;
    await w.reportsOf(`src/new-${round}.js`);
    assert.equal(w.contents.get("src/a.js"), `new ${round}`);
  }
});

test("with polling everything is seen, too", async (t) => {
  const w = await startWatching(t, { ...code, usePolling: true, files: { "src/a.js": "old", "src/lib/b.js": "old" } });
  w.write("src/a.js", "new");
  w.write("src/new/c.js", "new");
  rmSync(w.path("src/lib"), { recursive: true });
  await w.reportsOf("src/a.js", "src/lib/b.js", "src/new/c.js");
  w.write("src/new/c.js", "newer");
  await w.reports();
  assert.equal(w.contents.get("src/new/c.js"), "newer");
});

test("nothing is left and nothing called after dispose, in the middle of a burst and of a wait for git", async (t) => {
  const w = await startWatching(t, { ...code, files: { "src/a.js": "old", ".git/index.lock": "" } });
  w.write("src/a.js", "new");
  await setImmediate();
  await w.watcher.dispose();
  await w.watch({ folders: [""] });
  w.write("src/a.js", "newer");
  await setImmediate();
  const left = process.getActiveResourcesInfo().filter((name) => /FSEvent|StatWatcher|FSReq|Timeout/.test(name));
  assert.deepEqual(left, []);
  assert.equal(w.contents.size, 0);
});
