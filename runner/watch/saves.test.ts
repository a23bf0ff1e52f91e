import assert from "node:assert/strict";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { describe, test } from "node:test";
import { setImmediate, setTimeout as wait } from "node:timers/promises";
import { startWatching } from "./watching-for-tests.ts";

const code = { files: { "src/a.js": "old" }, watched: { folders: ["src"] } };
const file = { files: { "src/a.js": "old" }, watched: { files: ["src/a.js"] } };

/** What editors do to the files of a folder to save one: the calls they make, in their order. */
const styles: Readonly<Record<string, (path: string, text: string) => void>> = {
  "writing in place": (path, text) => writeFileSync(path, text),
  "writing in place and cutting off the rest": (path, text) => {
    const fd = openSync(path, "r+");
    writeSync(fd, text);
    ftruncateSync(fd, text.length);
    fsyncSync(fd);
    closeSync(fd);
  },
  "writing beside and renaming": (path, text) => {
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  },
  "vim: a trial, the old one renamed to a backup, written anew": (path, text) => {
    const trial = path.replace("a.js", "4913");
    writeFileSync(trial, "");
    unlinkSync(trial);
    renameSync(path, `${path}~`);
    const fd = openSync(path, "w");
    writeSync(fd, text);
    fsyncSync(fd);
    closeSync(fd);
    chmodSync(path, 0o644);
    unlinkSync(`${path}~`);
  },
  "vim: a copy as backup, written in place, with a swap file": (path, text) => {
    const swap = path.replace("a.js", ".a.js.swp");
    writeFileSync(swap, "swap");
    writeFileSync(`${path}~`, readFileSync(path));
    writeFileSync(path, text);
    unlinkSync(`${path}~`);
    unlinkSync(swap);
  },
  "JetBrains: written beside, both renamed, the old one removed": (path, text) => {
    writeFileSync(`${path}___jb_tmp___`, text);
    renameSync(path, `${path}___jb_old___`);
    renameSync(`${path}___jb_tmp___`, path);
    unlinkSync(`${path}___jb_old___`);
  },
  "Emacs: a lock, an automatic save, a backup": (path, text) => {
    const lock = path.replace("a.js", ".#a.js");
    const automatic = path.replace("a.js", "#a.js#");
    writeFileSync(lock, "me@here");
    writeFileSync(automatic, text);
    renameSync(path, `${path}~`);
    writeFileSync(path, text);
    unlinkSync(lock);
    unlinkSync(automatic);
  },
  "GNOME: an output stream of its own": (path, text) => {
    const stream = path.replace("a.js", ".goutputstream-AB12CD");
    writeFileSync(stream, text);
    renameSync(stream, path);
  },
  "removing it first": (path, text) => {
    rmSync(path);
    writeFileSync(path, text);
  },
};

describe("a save is one change, by", () => {
  for (const [style, save] of Object.entries(styles)) {
    for (const [what, setting] of Object.entries({ "in a watched folder": code, "of a watched file": file })) {
      test(`${style}, ${what}`, async (t) => {
        const w = await startWatching(t, setting);
        save(w.path("src/a.js"), "new");
        assert.deepEqual(await w.reportsOf("src/a.js"), [["changed src/a.js"]]);
        save(w.path("src/a.js"), "NEW");
        assert.deepEqual((await w.reports()).at(-1), ["changed src/a.js"]);
        assert.equal(w.contents.get("src/a.js"), "NEW");
      });
    }
  }
});

test("a save of all files is one burst", async (t) => {
  const names = Array.from({ length: 20 }, (_, index) => `src/${index}.js`);
  const w = await startWatching(t, { ...code, files: Object.fromEntries(names.map((name) => [name, "old"])) });
  for (const name of names) w.write(name, "new");
  assert.deepEqual(await w.reportsOf(...names), [names.map((name) => `changed ${name}`).sort()]);
});

test("a file whose content comes after it was emptied does not stay reported as empty", async (t) => {
  const w = await startWatching(t, code);
  for (const pauseMs of [0, 1, 8, 20, 40, 60, 120]) {
    w.write("src/a.js", "");
    await wait(pauseMs);
    w.write("src/a.js", `whole after ${pauseMs}`);
    await w.reports();
    assert.equal(w.contents.get("src/a.js"), `whole after ${pauseMs}`);
  }
});

test("every one of many saves is seen, though size and second stay the same", async (t) => {
  const w = await startWatching(t, code);
  for (let digit = 0; digit < 10; digit++) {
    w.write("src/a.js", `${digit}`);
    await setImmediate();
    w.write("src/a.js", `${9 - digit}`);
    await w.reports();
    assert.equal(w.contents.get("src/a.js"), `${9 - digit}`);
  }
});

test("a save with the times of the old file is seen", async (t) => {
  const w = await startWatching(t, { ...code, files: { "src/a.js": "old", "src/b.js": "new" } });
  for (const name of ["src/a.js", "src/b.js"]) utimesSync(w.path(name), 1_000, 1_000);
  await w.reportsOf("src/a.js", "src/b.js");
  renameSync(w.path("src/b.js"), w.path("src/a.js"));
  assert.deepEqual((await w.reportsOf("src/b.js")).at(-1), ["changed src/a.js", "removed src/b.js"]);
});

test("a file that becomes executable has changed", { skip: process.platform === "win32" }, async (t) => {
  const w = await startWatching(t, { files: { "src/bootstrap": "#!/bin/sh" }, watched: { folders: ["src"] } });
  chmodSync(w.path("src/bootstrap"), 0o755);
  assert.deepEqual(await w.reportsOf("src/bootstrap"), [["changed src/bootstrap"]]);
});

test("a hard link to a file, as builds make them, does not change it", async (t) => {
  const w = await startWatching(t, code);
  linkSync(w.path("src/a.js"), w.path("linked.js"));
  rmSync(w.path("linked.js"));
  assert.deepEqual(await w.reports(), []);
});

test("what an editor leaves behind is no change", async (t) => {
  const w = await startWatching(t, code);
  for (const name of ["a.js~", ".a.js.swp", "4913", ".#a.js", "#a.js#", "a.js.tmp", ".DS_Store", "a.js.crswap"]) {
    w.write(`src/${name}`, "x");
  }
  assert.deepEqual(await w.reports(), []);
});

test("a file that comes and goes within a burst is none", async (t) => {
  const w = await startWatching(t, code);
  w.write("src/passing.js", "x");
  rmSync(w.path("src/passing.js"));
  assert.deepEqual(await w.reports(), []);
});

test("a file beside a watched one that its import could find instead is reported, others are not", async (t) => {
  const w = await startWatching(t, {
    files: { "src/a.js": "", "src/b/index.js": "" },
    watched: { files: ["src/a.js", "src/b/index.js"] },
  });
  for (const name of ["src/a.ts", "src/b.ts", "src/other.ts", "src/b/index.mjs"]) w.write(name, "x");
  assert.deepEqual(await w.reportsOf("src/a.ts"), [["added src/a.ts", "added src/b.ts", "added src/b/index.mjs"]]);
});

test("a checkout by git is one burst, however long it takes", async (t) => {
  const names = Array.from({ length: 500 }, (_, index) => `src/${index % 25}/${index}.js`);
  const w = await startWatching(t, { ...code, files: { ".git/HEAD": "ref: refs/heads/main" } });
  w.write(".git/index.lock", "");
  for (const [index, name] of names.entries()) {
    w.write(name, "new");
    // Long enough for several bursts, were it not for the lock.
    if (index % 125 === 124) await wait(200);
  }
  rmSync(w.path(".git/index.lock"));
  assert.deepEqual(await w.reportsOf(...names), [names.map((name) => `added ${name}`).sort()]);
});

test("the lock of a worktree is waited for, too, and the one of a crashed git is not", async (t) => {
  const w = await startWatching(t, { ...code, files: { "src/.git": "gitdir: ../main/worktree\n", "src/a.js": "old" } });
  w.write("main/worktree/index.lock", "");
  w.write("src/a.js", "half");
  await wait(100);
  w.write("src/a.js", "new");
  rmSync(w.path("main/worktree/index.lock"));
  assert.deepEqual(await w.reportsOf("src/a.js"), [["changed src/a.js"]]);
  assert.equal(w.contents.get("src/a.js"), "new");
  w.write("main/worktree/index.lock", "");
  utimesSync(w.path("main/worktree/index.lock"), 1_000, 1_000);
  w.write("src/a.js", "newer");
  await w.reports();
  assert.equal(w.contents.get("src/a.js"), "newer");
});

test("what a link leads to is reported by its real path, with the path by the link", async (t) => {
  const w = await startWatching(t, { files: { "src/a.js": "", "shared/lib/b.js": "", "one/c.js": "" }, watched: {} });
  symlinkSync(w.path("shared"), w.path("src/shared"), "junction");
  symlinkSync(w.path("src"), w.path("src/loop"), "junction");
  await w.watch({ folders: ["src"] });
  w.write("shared/lib/b.js", "new");
  assert.deepEqual(await w.reportsOf("shared/lib/b.js"), [["changed shared/lib/b.js"]]);
  assert.deepEqual(w.linksTo("shared/lib/b.js"), ["src/shared/lib/b.js"]);
  unlinkSync(w.path("src/shared"));
  symlinkSync(w.path("one"), w.path("src/shared"), "junction");
  assert.deepEqual((await w.reportsOf("src/shared")).at(-1), ["changed src/shared"]);
  w.write("shared/lib/b.js", "no longer watched");
  w.write("one/c.js", "new");
  assert.deepEqual((await w.reportsOf("one/c.js")).at(-1), ["changed one/c.js"]);
});
