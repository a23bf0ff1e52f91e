import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { publishDiscovery, readDiscovery, removeDiscovery, removeStaleDiscovery } from "./discovery.ts";

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-discovery-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function runnerAt(folder: string, name: string) {
  return { pid: 1, address: join(folder, name), lambdaApi: "http://127.0.0.1:3001", version: "0.1.0" };
}

test("is found by what was published, and by nobody before", (t) => {
  const folder = folderOf(t);
  assert.equal(readDiscovery(folder), undefined);
  assert.equal(publishDiscovery(folder, runnerAt(folder, "a.sock")), true);
  assert.deepEqual(readDiscovery(folder), runnerAt(folder, "a.sock"));
});

test("lets the first of two runners have the workspace, and only it give it back", (t) => {
  const folder = folderOf(t);
  const [first, second] = [runnerAt(folder, "a.sock"), runnerAt(folder, "b.sock")];
  publishDiscovery(folder, first);
  assert.equal(publishDiscovery(folder, second), false);
  removeDiscovery(folder, second);
  assert.deepEqual(readDiscovery(folder), first);
  removeDiscovery(folder, first);
  assert.equal(readDiscovery(folder), undefined);
});

test("removes what a dead runner left, its socket too, but nothing that came meanwhile", (t) => {
  const folder = folderOf(t);
  const dead = runnerAt(folder, "dead.sock");
  writeFileSync(dead.address, "");
  publishDiscovery(folder, dead);
  removeStaleDiscovery(folder, dead);
  assert.equal(readDiscovery(folder), undefined);
  assert.equal(existsSync(dead.address), false);

  const living = runnerAt(folder, "living.sock");
  publishDiscovery(folder, living);
  removeStaleDiscovery(folder, dead);
  removeStaleDiscovery(folder, undefined);
  assert.deepEqual(readDiscovery(folder), living);
});

test("removes a file that can't be understood", (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "runner.json"), "{");
  removeStaleDiscovery(folder, undefined);
  assert.equal(existsSync(join(folder, "runner.json")), false);
});
