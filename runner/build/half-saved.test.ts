import assert from "node:assert/strict";
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { wereHalfSaved } from "./half-saved.ts";

const { signal } = new AbortController();

async function savedFile(t: TestContext, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-half-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "app.ts");
  await writeFile(file, content);
  return file;
}

test("takes a file that was saved before the build for whole", async (t) => {
  const file = await savedFile(t, "export {};");
  assert.equal(await wereHalfSaved([file, `${file}.missing`], Date.now() + 1000, signal), false);
});

test("takes a file that was saved since the build began for one that may have been read in half", async (t) => {
  const since = Date.now() - 1000;
  assert.equal(await wereHalfSaved([await savedFile(t, "export {};")], since, signal), true);
});

test("waits for the rest of a file that was emptied a moment ago, and leaves an old empty one alone", async (t) => {
  const file = await savedFile(t, "");
  assert.equal(await wereHalfSaved([file], Date.now() + 1000, signal), true);
  await utimes(file, new Date(0), new Date(0));
  assert.equal(await wereHalfSaved([file], Date.now() + 1000, signal), false);
});
