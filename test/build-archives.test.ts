import assert from "node:assert/strict";
import { lstat, readdir, readFile, readlink, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Build } from "../runner/build/builder.ts";
import type { CodeSource, Layer } from "../runner/model/function.ts";
import { Failure } from "../runner/model/failure.ts";
import { makeWorkspace } from "./build/workspace.ts";
import { renamed, stating, zip } from "./build/zip.ts";

const onPosix = { skip: process.platform === "win32" && "Windows has no permission bits" };

function layer(content: CodeSource, name = "shared"): Layer {
  return { name, content };
}

test("unpacks an archive with its folders", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "out.zip": await zip({ "lib/deep/a.txt": "a", "app.js": "exports.handler = () => 1;" }) });
  const { codeFolder = "" } = await build(fn({ code: { kind: "zip", path: path("out.zip") } }));
  assert.equal(await readFile(join(codeFolder, "lib/deep/a.txt"), "utf8"), "a");
});

test("keeps permission bits and symbolic links", onPosix, async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "out.zip": await zip({
      bootstrap: { text: "#!/bin/sh\n", mode: 0o100755 },
      secret: { text: "s", mode: 0o100600 },
      "bin/run": { text: "../bootstrap", mode: 0o120777 },
    }),
  });
  const { codeFolder = "" } = await build(fn({ code: { kind: "zip", path: path("out.zip") } }));
  assert.equal((await stat(join(codeFolder, "bootstrap"))).mode & 0o777, 0o755);
  assert.equal((await stat(join(codeFolder, "secret"))).mode & 0o777, 0o600);
  assert.equal(await readlink(join(codeFolder, "bin/run")), "../bootstrap");
});

test("unpacks an archive once, and anew after it changed", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  const packed = fn({ code: { kind: "zip", path: path("out.zip") } });
  await write({ "out.zip": await zip({ a: "1" }) });
  const first = await build(packed);
  const again = await build(packed);
  assert.equal(again.codeFolder, first.codeFolder);
  assert.notEqual(again.id, first.id);
  await utimes(path("out.zip"), 1_000, 1_000);
  const changed = await build(packed);
  assert.notEqual(changed.codeFolder, first.codeFolder);
});

test("refuses archives that are damaged, too large or would write outside of their folder", async (t) => {
  const { build, write, fn, path, folder, storageFolder } = await makeWorkspace(t);
  const inside = await zip({ "xx/evil": "e" });
  const refused: [archive: Buffer, message: RegExp][] = [
    [Buffer.from("not a zip"), /could not be unpacked/],
    [stating(inside, 262_144_001), /262,144,001 bytes unpacked; Lambda takes at most 262,144,000/],
    [renamed(inside, "xx/evil", "../evil"), /could not be unpacked/],
    [renamed(inside, "xx/evil", "/x/evil"), /could not be unpacked/],
    [await zip({ a: { text: folder, mode: 0o120777 }, "a/evil": "e" }), /could not be unpacked/],
    [renamed(await zip({ ab: { text: folder, mode: 0o120777 }, "cd/evil": "e" }), "cd", "ab"), /could not be unpacked/],
  ];
  for (const [archive, message] of refused) {
    await write({ "out.zip": archive });
    await assert.rejects(build(fn({ code: { kind: "zip", path: path("out.zip") } })), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "build-failed");
      assert.match(error.message, message);
      return true;
    });
  }
  assert.deepEqual(await readdir(folder), ["out.zip"]);
  for (const group of await readdir(join(storageFolder, "zips"))) {
    if (group !== "package.json") assert.deepEqual(await readdir(join(storageFolder, "zips", group)), []);
  }
});

test("uses a single layer where it stands", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.js": "", "layer/python/a.py": "" });
  const built = await build(fn({ layers: [layer({ kind: "folder", path: path("layer") })] }));
  assert.equal(built.layerFolder, path("layer"));
});

test("lays several layers over each other, the later winning", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({
    "app.js": "",
    "one/python/a.py": "one",
    "one/python/b.py": "one",
    "one/bin": "a file that the next layer has as a folder",
    "two.zip": await zip({ "python/b.py": "two", "bin/tool": { text: "two", mode: 0o100755 } }),
  });
  const layers = [
    layer({ kind: "folder", path: path("one") }, "one"),
    layer({ kind: "zip", path: path("two.zip") }, "two"),
  ];
  const { layerFolder = "" } = await build(fn({ layers }));
  const read = (name: string) => readFile(join(layerFolder, name), "utf8");
  assert.deepEqual(
    [await read("python/a.py"), await read("python/b.py"), await read("bin/tool")],
    ["one", "two", "two"],
  );
});

test("merges layers anew after a module in one of them changed, and only then", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.js": "", "one/python/shared/a.py": "before", "two/python/b.py": "" });
  const layers = ["one", "two"].map((name) => layer({ kind: "folder", path: path(name) }, name));
  const before = await build(fn({ layers }));
  assert.equal((await build(fn({ layers }))).layerFolder, before.layerFolder);
  await write({ "one/python/shared/a.py": "after it" });
  const after = await build(fn({ layers }));
  assert.notEqual(after.layerFolder, before.layerFolder);
  assert.equal(await readFile(join(after.layerFolder ?? "", "python/shared/a.py"), "utf8"), "after it");
});

test("merges layers anew after a change deep inside of one, also where no build was told of it", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  const deep = "one/nodejs/node_modules/package/lib/deep/a.js";
  await write({ "app.js": "", [deep]: "1", "two/b": "" });
  const layers = ["one", "two"].map((name) => layer({ kind: "folder", path: path(name) }, name));
  const content = async ({ layerFolder = "" }: Build) => readFile(join(layerFolder, deep.slice("one/".length)), "utf8");
  const first = await build(fn({ layers }));
  assert.equal(await content(first), "1");
  await write({ [deep]: "22" });
  assert.equal(await content(await build(fn({ layers }), [deep])), "22");
  assert.equal(await content(first), "1");
  await write({ [deep]: "333" });
  assert.equal(await content(await build(fn({ name: "Other", layers }))), "333");
  assert.equal(await content(await build(fn({ layers }), ["app.js"])), "333");
});

test("does not follow a layer's link out of the merged folder", onPosix, async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.js": "", "victim/a": "untouched", "one/keep": "", "two/lib/a": "two" });
  await symlink(path("victim"), path("one/lib"));
  const layers = ["one", "two"].map((name) => layer({ kind: "folder", path: path(name) }, name));
  const { layerFolder = "" } = await build(fn({ layers }));
  assert.equal(await readFile(path("victim/a"), "utf8"), "untouched");
  assert.ok((await lstat(join(layerFolder, "lib"))).isDirectory());
  assert.equal(await readFile(join(layerFolder, "lib/a"), "utf8"), "two");
});

test("runs without a layer that is elsewhere and says so", async (t) => {
  const { build, write, fn } = await makeWorkspace(t);
  await write({ "app.js": "" });
  const layers = [layer({ kind: "elsewhere", reason: "It is in another account." }, "insights")];
  const built = await build(fn({ layers }));
  assert.equal(built.layerFolder, undefined);
  assert.deepEqual(
    built.problems.map(({ code, message }) => [code, message]),
    [["layer-missing", "Hello runs without its layer insights. It is in another account."]],
  );
});

test("fails for a layer whose folder is not there", async (t) => {
  const { build, write, fn, path } = await makeWorkspace(t);
  await write({ "app.js": "" });
  await assert.rejects(build(fn({ layers: [layer({ kind: "folder", path: path("gone") })] })), {
    code: "code-missing",
    message: /The layer shared of Hello is not there: .*gone/,
  });
});
