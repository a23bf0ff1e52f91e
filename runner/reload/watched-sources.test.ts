import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { WatchedSources } from "./watched-sources.ts";

async function sourcesOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-sources-"));
  t.after(() => rm(folder, { recursive: true }));
  const watched: string[][] = [];
  const missed: string[] = [];
  const sources = new WatchedSources(
    ({ files }) => {
      watched.push([...files]);
      return Promise.resolve();
    },
    (files) => missed.push(...files),
  );
  const save = async (name: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, "x");
    return file;
  };
  const inputs = (...files: string[]) => ({ files: new Set(files), folders: [] });
  return { sources, watched, missed, save, inputs };
}

const longAgo = 0;
const muchLater = Date.now() + 60_000;

test("takes a file that was saved after it was read and before it was watched for missed", async (t) => {
  const { sources, missed, save, inputs } = await sourcesOf(t);
  const file = await save("a.ts");
  sources.setInputs("hello", inputs(file), longAgo);
  await sources.refresh();
  assert.deepEqual(missed, [file]);
});

test("does so for a file that another function has had before, whose saves did not concern this one", async (t) => {
  const { sources, missed, save, inputs } = await sourcesOf(t);
  const file = await save("shared.ts");
  sources.setInputs("one", inputs(file), muchLater);
  await sources.refresh();
  assert.deepEqual(missed, []);
  sources.setInputs("two", inputs(file), longAgo);
  await sources.refresh();
  assert.deepEqual(missed, [file]);
});

test("asks once for what many builds have told, and not at all for what is known", async (t) => {
  const { sources, watched, save, inputs } = await sourcesOf(t);
  const [one, two] = [await save("one.ts"), await save("two.ts")];
  assert.equal(sources.setInputs("one", inputs(one), muchLater), true);
  const first = sources.refresh();
  assert.equal(sources.setInputs("two", inputs(two), muchLater), true);
  await Promise.all([first, sources.refresh()]);
  assert.deepEqual(watched, [[one, two]]);
  assert.equal(sources.setInputs("two", inputs(two), muchLater), false);
});
