import { open } from "node:fs/promises";

/** What a native addon is compiled for. */
export interface AddonPlatform {
  readonly os: "linux" | "darwin" | "win32";
  readonly architectures: readonly string[];
}

/** Undefined for a file that is no addon of a known kind. */
export async function addonPlatform(file: string): Promise<AddonPlatform | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return platformOf(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

const headerBytes = 1024;

/** Sources: ELF specification (`e_machine`), Apple's `mach-o/loader.h` and `fat.h`, Microsoft's PE format. */
export function platformOf(header: Buffer): AddonPlatform | undefined {
  if (header.length < 64) return undefined;
  const magic = header.readUInt32BE(0);
  if (magic === 0x7f454c46) return one("linux", elfMachines[header.readUInt16LE(18)]);
  if (magic === 0xcffaedfe) return one("darwin", machTypes[header.readUInt32LE(4)]);
  if (magic === 0xcafebabe) {
    const count = Math.min(header.readUInt32BE(4), 8);
    const types = Array.from({ length: count }, (_, index) => machTypes[header.readUInt32BE(8 + index * 20)]);
    return { os: "darwin", architectures: types.filter((type) => type !== undefined) };
  }
  const pe = header.readUInt32LE(60);
  if (header.toString("latin1", 0, 2) !== "MZ" || pe + 6 > header.length) return undefined;
  return one("win32", peMachines[header.readUInt16LE(pe + 4)]);
}

/** In Node's words (`process.arch`). */
const elfMachines: Readonly<Record<number, string>> = { 0x3e: "x64", 0xb7: "arm64", 0x28: "arm", 0x03: "ia32" };
const machTypes: Readonly<Record<number, string>> = { 0x01000007: "x64", 0x0100000c: "arm64" };
const peMachines: Readonly<Record<number, string>> = { 0x8664: "x64", 0xaa64: "arm64", 0x14c: "ia32" };

function one(os: AddonPlatform["os"], architecture: string | undefined): AddonPlatform {
  return { os, architectures: architecture === undefined ? [] : [architecture] };
}
