import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { test, type TestContext } from "node:test";
import { Failure } from "../model/failure.ts";
import { readEvent } from "./read-event.ts";

const nothing = Readable.from([]);
const never = new AbortController().signal;

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-read-event-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("is an empty object when no event is given", async () => {
  assert.equal(await readEvent(undefined, "/", nothing, never), "{}");
});

for (const text of ['{"a":1}', " [1, 2]", '"text"', "null", "true", "false", "-1.5", "42", '{"not closed']) {
  test(`takes ${text} for the event itself`, async () => {
    assert.equal(await readEvent(text, "/", nothing, never), text);
  });
}

test("reads standard input to its end", async () => {
  const input = Readable.from([Buffer.from('{"a":"\u00e9'), Buffer.from('"}')]);
  assert.equal(await readEvent("-", "/", input, never), '{"a":"\u00e9"}');
});

test("reads a file relative to the current folder", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "event.json"), '{"from":"file"}');
  assert.equal(await readEvent("event.json", folder, nothing, never), '{"from":"file"}');
});

test("drops the byte order mark that editors on Windows write", async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "event.json"), '\ufeff{"from":"file"}');
  assert.equal(await readEvent("event.json", folder, nothing, never), '{"from":"file"}');
});

test("says which file is not there, and what else can be given", async (t) => {
  const folder = folderOf(t);
  const file = join(folder, "missing.json");
  await assert.rejects(readEvent("missing.json", folder, nothing, never), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "event-invalid");
    assert.equal(
      error.message,
      `The event ${file} can't be read: there is no such file. Give --event a file, - for standard input, or JSON text.`,
    );
    return true;
  });
});

test("says that a folder is no event", async (t) => {
  const folder = folderOf(t);
  await assert.rejects(readEvent(".", folder, nothing, never), {
    message: /can't be read: it is a folder\. Give --event/,
  });
});

test("says that a file may not be read", { skip: process.platform === "win32" }, async (t) => {
  const folder = folderOf(t);
  writeFileSync(join(folder, "event.json"), "{}");
  chmodSync(join(folder, "event.json"), 0);
  const isRoot = process.getuid?.() === 0;
  // Root may read every file, so it is somebody else for a moment.
  if (isRoot) process.seteuid?.(65_534);
  try {
    await assert.rejects(readEvent("event.json", folder, nothing, never), {
      message: /: permission denied\. Give --event/,
    });
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

test("stops waiting for standard input when told to", async () => {
  const abort = new AbortController();
  const input = new Readable({ read: () => undefined });
  const reading = readEvent("-", "/", input, abort.signal);
  abort.abort();
  await assert.rejects(reading, { name: "AbortError" });
  assert.ok(input.destroyed);
});
