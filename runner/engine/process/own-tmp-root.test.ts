import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ownTmpRoot } from "./own-tmp-root.ts";

test("removes what dead processes left, and nothing else", async (t) => {
  const parent = mkdtempSync(join(tmpdir(), "pilotlight-tmp-root-"));
  t.after(() => rmSync(parent, { recursive: true }));
  const names = ["runner-11", "runner-12", "11", "runner-", "somebody-else"];
  for (const name of names) mkdirSync(join(parent, name, "environment"), { recursive: true });

  const own = await ownTmpRoot(parent, 13, (pid) => pid === 12);

  assert.equal(own, join(parent, "runner-13"));
  assert.deepEqual(
    names.map((name) => existsSync(join(parent, name))),
    [false, true, true, true, true],
  );
});

test("needs no parent folder yet", async () => {
  assert.equal(await ownTmpRoot(join("nowhere", "at-all"), 13), join("nowhere", "at-all", "runner-13"));
});
