import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, type Dirent } from "node:fs";
import { join, relative, sep } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { seededRandom } from "../../test/chaos/random.ts";
import { startWatching, type Watching } from "./watching-for-tests.ts";

for (const { seed, longestPauseMs } of [
  { seed: 1, longestPauseMs: 3 },
  { seed: 2, longestPauseMs: 20 },
  { seed: 3, longestPauseMs: 80 },
]) {
  test(`after random changes, what was reported is what is there (seed ${seed})`, async (t) => {
    const w = await startWatching(t, { files: { "src/a.js": "first" }, watched: { folders: ["src"] } });
    w.contents.set("src/a.js", "first");
    const random = seededRandom(seed);
    for (let step = 0; step < 120; step++) {
      changeSomething(w, random);
      if (random() < 0.5) await wait(random() * longestPauseMs);
    }
    const reported = (): Record<string, string | undefined> => {
      const known = [...w.contents].filter(([name, content]) => name !== "marker" && content !== undefined);
      return Object.fromEntries(known.sort());
    };
    // On a slow machine a burst may end at its limit, and what was changed last be in one of the next.
    for (let burst = 0; burst < 5; burst++) {
      await w.reports();
      if (isDeepStrictEqual(reported(), contentsBelow(w))) break;
    }
    assert.deepEqual(reported(), contentsBelow(w));
  });
}

/** A step may fail, such as a folder moved into itself: then nothing was changed. */
function changeSomething(w: Watching, random: () => number): void {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const name = () => pick(["a.js", "b.js", "c.js"]);
  const text = () => `${Math.floor(random() * 10)}`;
  const folder = () => pick(["src", ...listed(w, (entry) => entry.isDirectory())]);
  const file = () => pick(listed(w, (entry) => entry.isFile()));
  const steps = [
    () => w.write(`${folder()}/${name()}`, text()),
    () => w.write(file(), text()),
    () => w.write(`${folder()}/${pick(["d", "e"])}/${pick(["d", "e"])}/${name()}`, text()),
    () => mkdirSync(w.path(`${folder()}/${pick(["d", "e"])}`)),
    () => renameSync(w.path(file()), w.path(file())),
    () => renameSync(w.path(file()), w.path(`${folder()}/${name()}`)),
    () => renameSync(w.path(folder()), w.path(`${folder()}/${pick(["d", "e"])}`)),
    () => rmSync(w.path(file())),
    () => rmSync(w.path(pick(listed(w, (entry) => entry.isDirectory()))), { recursive: true }),
  ];
  try {
    if (random() < 0.05) rmSync(w.path("src"), { recursive: true });
    else pick(steps)();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
}

function listed(w: Watching, isWanted: (entry: Dirent) => boolean): string[] {
  if (!existsSync(w.path("src"))) return [];
  const entries = readdirSync(w.path("src"), { recursive: true, withFileTypes: true }).filter(isWanted);
  return entries.map((entry) => relative(w.path(""), join(entry.parentPath, entry.name)).replaceAll(sep, "/"));
}

function contentsBelow(w: Watching): Record<string, string> {
  const names = listed(w, (entry) => entry.isFile()).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(w.path(name), "utf8")]));
}
