import assert from "node:assert/strict";
import { test } from "node:test";
import { platformOf } from "./addon-platform.ts";

function header(write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.alloc(1024);
  write(bytes);
  return bytes;
}

test("tells what an addon is compiled for from its first bytes", () => {
  const elf = (machine: number) =>
    header((bytes) => {
      bytes.write("\x7fELF", 0, "latin1");
      bytes.writeUInt16LE(machine, 18);
    });
  const mach = header((bytes) => {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(0x0100000c, 4);
  });
  const fat = header((bytes) => {
    bytes.writeUInt32BE(0xcafebabe, 0);
    bytes.writeUInt32BE(2, 4);
    bytes.writeUInt32BE(0x01000007, 8);
    bytes.writeUInt32BE(0x0100000c, 28);
  });
  const pe = header((bytes) => {
    bytes.write("MZ", 0, "latin1");
    bytes.writeUInt32LE(128, 60);
    bytes.write("PE\0\0", 128, "latin1");
    bytes.writeUInt16LE(0x8664, 132);
  });
  assert.deepEqual(platformOf(elf(0x3e)), { os: "linux", architectures: ["x64"] });
  assert.deepEqual(platformOf(elf(0xb7)), { os: "linux", architectures: ["arm64"] });
  assert.deepEqual(platformOf(mach), { os: "darwin", architectures: ["arm64"] });
  assert.deepEqual(platformOf(fat), { os: "darwin", architectures: ["x64", "arm64"] });
  assert.deepEqual(platformOf(pe), { os: "win32", architectures: ["x64"] });
  assert.equal(platformOf(Buffer.from("#!/bin/sh")), undefined);
  assert.equal(platformOf(Buffer.alloc(1024)), undefined);
});
