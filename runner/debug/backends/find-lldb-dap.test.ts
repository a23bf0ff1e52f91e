import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findLldbDap } from "./find-lldb-dap.ts";

test("LLDB is found under a name with its version, and whoever has none is told what to install", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-lldb-"));
  const { PATH = "" } = process.env;
  t.after(() => {
    process.env["PATH"] = PATH;
    rmSync(folder, { recursive: true });
  });
  process.env["PATH"] = folder;
  assert.throws(findLldbDap, { code: "debug-unavailable", message: /no lldb-dap on PATH.* Install LLDB 19 or later/ });
  const program = join(folder, "lldb-dap-20");
  writeFileSync(program, "");
  chmodSync(program, 0o755);
  assert.equal(findLldbDap(), program);
});
