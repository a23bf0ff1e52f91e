import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isGoProgram } from "./go-program.ts";

test("A program that says how Go built it is one of Go", async (t) => {
  const path = await mkdtemp(join(tmpdir(), "pilotlight-go-"));
  t.after(() => rm(path, { recursive: true }));
  const fn = { code: { kind: "folder", path }, runtime: "provided.al2023" } as const;
  assert.equal(await isGoProgram(fn), false);
  await writeFile(join(path, "bootstrap"), "#!/bin/sh\necho Go buildinf:\n");
  assert.equal(await isGoProgram(fn), false);
  await writeFile(join(path, "bootstrap"), Buffer.from("\x7fELF … \xff Go buildinf:\x08\x02", "latin1"));
  assert.equal(await isGoProgram(fn), true);
  assert.equal(await isGoProgram({ ...fn, runtime: "python3.14" }), false);
});
