import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { folderName, makeGeneration, removeStale } from "./generations.ts";

async function storage(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-generations-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

test("removes what nobody has made or taken for an hour, but for what is kept", async (t) => {
  const parent = await storage(t);
  const make = (group: string, name: string) => makeGeneration({ parent, group, name }, () => Promise.resolve());
  const old = [
    await make("other", "old"),
    await make("mine", "old"),
    await make("mine", "kept"),
    await make("mine", "taken"),
  ];
  for (const folder of old) await utimes(folder, 1_000, 1_000);
  await make("mine", "taken");
  await make("mine", "young");
  await removeStale({ parent, group: "mine" }, (folder) => folder === join(parent, "mine", "kept"));
  assert.deepEqual((await readdir(join(parent, "mine"))).sort(), ["kept", "taken", "young"]);
  assert.deepEqual(await readdir(join(parent, "other")), ["old"]);
});

test("leaves nothing of a generation whose making failed", async (t) => {
  const parent = await storage(t);
  const failing = makeGeneration({ parent, group: "mine", name: "a" }, async (folder) => {
    await writeFile(join(folder, "half"), "");
    throw new Error("disk full");
  });
  await assert.rejects(failing, /disk full/);
  assert.deepEqual(await readdir(join(parent, "mine")), []);
});

test("takes a generation that exists as it is, also when two make it at once", async (t) => {
  const place = { parent: await storage(t), group: "mine", name: "a" };
  const fill = (text: string) => (folder: string) => writeFile(join(folder, "file"), text);
  const [one, other] = await Promise.all([makeGeneration(place, fill("same")), makeGeneration(place, fill("same"))]);
  assert.equal(one, other);
  await makeGeneration(place, fill("new"));
  assert.equal(await readFile(join(one, "file"), "utf8"), "same");
  assert.deepEqual(await readdir(join(place.parent, "mine")), ["a"]);
});

test("makes different folder names of different texts, with no separator or dot in them", () => {
  const names = ["Hello", "a/b", "a_b", "..", "a*b", "a:b"].map(folderName);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[\w%-]+$/);
});
