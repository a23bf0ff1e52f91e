import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { Host } from "../host.ts";
import { controlAddress, stateFolder, workspaceId } from "./state-folder.ts";

const linux: Host = { platform: "linux", env: {}, home: "/home/ada", tmp: "/tmp" };
const secret = "0123456789abcdef";

function workspace(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "my project-")));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The folder's own name in its state folder's. */
function nameOf(root: string): string {
  return `${root.slice(root.lastIndexOf("my project-")).replace(" ", "_")}-${workspaceId(root)}`;
}

test("keeps state where each platform has it", (t) => {
  const root = workspace(t);
  const name = nameOf(root);
  assert.equal(stateFolder(root, linux), `/home/ada/.local/state/pilotlight/${name}`);
  const elsewhere = { ...linux, env: { XDG_STATE_HOME: "/state" } };
  assert.equal(stateFolder(root, elsewhere), `/state/pilotlight/${name}`);
  const mac: Host = { ...linux, platform: "darwin", home: "/Users/ada" };
  assert.equal(stateFolder(root, mac), `/Users/ada/Library/Application Support/pilotlight/${name}`);
  const windows: Host = { ...linux, platform: "win32", home: "C:\\Users\\ada", env: { LOCALAPPDATA: "C:\\local" } };
  assert.equal(stateFolder(root, windows), `C:\\local\\pilotlight\\${name}`);
});

test("is one for a workspace, whatever path leads there", { skip: process.platform === "win32" }, (t) => {
  const root = workspace(t);
  const link = `${root}-link`;
  symlinkSync(root, link);
  t.after(() => rmSync(link));
  assert.equal(stateFolder(link, linux), stateFolder(root, linux));
});

test("has the control channel in it, another one for each runner", (t) => {
  const root = workspace(t);
  assert.equal(controlAddress(root, linux, secret), `${stateFolder(root, linux)}/control-01234567.sock`);
});

test("has the control channel elsewhere when the path is too long for a socket", (t) => {
  const root = workspace(t);
  const deep = { ...linux, home: `/${"deep/".repeat(20)}home` };
  assert.equal(controlAddress(root, deep, secret), `/tmp/pilotlight-${workspaceId(root)}-${secret}.sock`);
});

test("is a named pipe that can't be guessed on Windows", (t) => {
  const root = workspace(t);
  const address = controlAddress(root, { ...linux, platform: "win32" }, secret);
  assert.equal(address, `\\\\.\\pipe\\pilotlight-${workspaceId(root)}-${secret}`);
});
