import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import { findCustomRuntime } from "./custom-runtime.ts";

const root = mkdtempSync(path.join(tmpdir(), "pilotlight-custom-runtime-"));
after(() => rmSync(root, { recursive: true }));
const linux = { platform: "linux" as const, arch: "x64" };
const windows = { platform: "win32" as const, arch: "x64" };
const mac = { platform: "darwin" as const, arch: "arm64" };
const script = "#!/bin/sh\nexit 0\n";

test("takes the code's bootstrap before the layers'", () => {
  const code = folder({ bootstrap: script });
  const layer = folder({ bootstrap: script });
  assert.deepEqual(findCustomRuntime(code, layer, linux), { kind: "found", file: path.join(code, "bootstrap") });
});

test("takes the layers' bootstrap when the code has none", () => {
  const layer = folder({ bootstrap: script });
  assert.deepEqual(findCustomRuntime(folder({}), layer, linux), { kind: "found", file: path.join(layer, "bootstrap") });
});

test("says as AWS does that there is no bootstrap", () => {
  assertInvalid(findCustomRuntime(folder({}), undefined, linux), "/var/task/bootstrap: no such file or directory");
});

test("says as AWS does that a bootstrap is not executable", () => {
  const code = folder({ bootstrap: script });
  chmodSync(path.join(code, "bootstrap"), 0o644);
  assertInvalid(findCustomRuntime(code, undefined, linux), "/var/task/bootstrap: permission denied");
});

test("refuses a script without a #! line, which a shell would run", () => {
  assertInvalid(
    findCustomRuntime(folder({ bootstrap: "exit 0\n" }), undefined, linux),
    "/var/task/bootstrap: exec format error",
  );
});

test("finds no interpreter in a #! line with Windows' line end", () => {
  const code = folder({ bootstrap: "#!/bin/sh\r\nexit 0\r\n" });
  assertInvalid(findCustomRuntime(code, undefined, linux), "/var/task/bootstrap: no such file or directory");
});

test("names a layer's bootstrap by its path on AWS", () => {
  const layer = folder({ bootstrap: "exit 0\n" });
  assertInvalid(findCustomRuntime(folder({}), layer, linux), "/opt/bootstrap: exec format error");
});

test("runs a program built for the machine's architecture", () => {
  assert.equal(findCustomRuntime(folder({ bootstrap: elf(0x3e) }), undefined, linux).kind, "found");
  assertInvalid(
    findCustomRuntime(folder({ bootstrap: elf(0x28) }), undefined, linux),
    "/var/task/bootstrap: exec format error",
  );
});

test("explains on macOS that a Linux program needs a container", () => {
  const found = findCustomRuntime(folder({ bootstrap: elf(0xb7) }), undefined, mac);
  assert.match(found.kind === "invalid" ? found.message : "", /exec format error \(it is a Linux program/);
});

test("explains on Windows that scripts don't run, and takes bootstrap.exe", () => {
  const found = findCustomRuntime(folder({ bootstrap: script }), undefined, windows);
  assert.match(found.kind === "invalid" ? found.message : "", /provide bootstrap\.exe/);
  const code = folder({ "bootstrap.exe": Buffer.concat([Buffer.from("MZ"), Buffer.alloc(60)]) });
  assert.equal(findCustomRuntime(code, undefined, windows).kind, "found");
});

let count = 0;

function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const created = path.join(root, String(count++));
  mkdirSync(created);
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(created, name), content, { mode: 0o755 });
  return created;
}

function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head.writeUInt16LE(machine, 18);
  return head;
}

function assertInvalid(found: ReturnType<typeof findCustomRuntime>, message: string): void {
  assert.deepEqual(found, { kind: "invalid", message: `fork/exec ${message}` });
}
