import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Compares a hover with the one that was read by a person. `UPDATE_GOLDEN=1 node --test <the test>` writes it anew, which
 * new prices and cold starts make necessary; read what has changed before it is committed.
 */
export function assertGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, "golden", `${name}.txt`);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, `${text}\n`);
  assert.equal(`${text}\n`, readFileSync(file, "utf8").replaceAll("\r\n", "\n"));
}
