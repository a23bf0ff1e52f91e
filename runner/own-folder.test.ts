import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ownFolder, removeLeftFolders } from "./own-folder.ts";

test("what dead processes left is removed, and nothing else", async (t) => {
  const parent = mkdtempSync(join(tmpdir(), "pilotlight-own-folder-"));
  t.after(() => rmSync(parent, { recursive: true }));
  const names = ["runner-11", "runner-12", "runner-13", "11", "runner-", "somebody-else"];
  for (const name of names) mkdirSync(join(parent, name, "environment"), { recursive: true });

  await removeLeftFolders(parent, 13, (pid) => pid >= 12);

  assert.deepEqual(
    names.filter((name) => existsSync(join(parent, name))),
    ["runner-12", "11", "runner-", "somebody-else"],
  );
});

test("no two processes have the same folder, and it needs no parent yet", async () => {
  await removeLeftFolders(join("nowhere", "at-all"));
  assert.equal(ownFolder(join("nowhere", "at-all"), 13), join("nowhere", "at-all", "runner-13"));
});
