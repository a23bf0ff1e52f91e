import assert from "node:assert/strict";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { chooseTransfer, type CodeTransferFacts } from "./code-transfer.ts";

const native: CodeTransferFacts = { wanted: "auto", sharesFiles: true, hasSelinux: false };
const cases: [title: string, mode: number, facts: Partial<CodeTransferFacts>, expected: string][] = [
  ["mounts where the engine shares this machine's files", 0o755, {}, "mount"],
  ["copies to an engine elsewhere", 0o755, { sharesFiles: false }, "copy"],
  ["copies where SELinux would refuse a mount", 0o755, { hasSelinux: true }, "copy"],
  ["copies a folder that others can't read", 0o700, {}, "copy"],
  ["copies when asked to", 0o755, { wanted: "copy" }, "copy"],
  ["mounts when asked to", 0o755, { wanted: "mount", sharesFiles: false }, "mount"],
];
for (const [title, mode, facts, expected] of cases) {
  test(title, { skip: process.platform === "win32" }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "pilotlight-transfer-"));
    t.after(() => rm(folder, { recursive: true }));
    await chmod(folder, mode);
    assert.equal(await chooseTransfer(folder, { ...native, ...facts }), expected);
  });
}
