import assert from "node:assert/strict";
import test from "node:test";
import { availableMemoryMb, parseVmStat } from "./available-memory.ts";

test("adds up what macOS can give away", () => {
  const output = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               64000.
Pages active:                            500000.
Pages inactive:                          128000.
Pages speculative:                            0.
Pages purgeable:                              0.
`;
  assert.equal(parseVmStat(output), 3000);
});

test("finds memory on this machine", async () => {
  assert.ok((await availableMemoryMb(process.platform)) > 0);
});
