import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { OriginalPlaces } from "./original-places.ts";

const folder = mkdtempSync(join(tmpdir(), "pilotlight-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Line 2, column 3 of the generated code is line 1, column 5 of the source: `;` ends line 1, EAAI is +2, 0, 0, +4. */
const map = { version: 3, sources: ["src/my app.ts"], names: [], mappings: ";EAAI" };

async function placeOf(name: string, code: string, line = 2, column: number | undefined = 3): Promise<unknown> {
  const file = join(folder, name);
  writeFileSync(file, code);
  const place = await new OriginalPlaces().of({ file, line, column });
  return place && { ...place, file: place.file.slice(folder.length + 1) };
}

const original = { file: join("src", "my app.ts"), line: 1, column: 5 };

test("follows the map that the last comment names", async () => {
  writeFileSync(join(folder, "my app.js.map"), JSON.stringify(map));
  const code = "\n\n//# sourceMappingURL=gone.js.map\n//# sourceMappingURL=my%20app.js.map\n";
  assert.deepEqual(await placeOf("named.js", code), original);
});

test("follows a map inside of the code", async () => {
  const data = Buffer.from(JSON.stringify(map)).toString("base64");
  assert.deepEqual(await placeOf("inline.js", `//# sourceMappingURL=data:application/json;base64,${data}`), original);
});

test("follows a map beside the code that no comment names", async () => {
  writeFileSync(join(folder, "beside.js.map"), JSON.stringify(map));
  assert.deepEqual(await placeOf("beside.js", "code();"), original);
});

test("takes a source root for what sources start from", async () => {
  writeFileSync(join(folder, "root.js.map"), JSON.stringify({ ...map, sourceRoot: "packages" }));
  assert.deepEqual(await placeOf("root.js", ""), { ...original, file: join("packages", "src", "my app.ts") });
});

test("tells nothing of a line that the map leaves out", async () => {
  writeFileSync(join(folder, "short.js.map"), JSON.stringify(map));
  assert.equal(await placeOf("short.js", "", 3, 1), undefined);
  assert.equal(await placeOf("short.js", "", 1, 1), undefined);
});

test("tells nothing of code without a map, or with one that is broken", async () => {
  writeFileSync(join(folder, "broken.js.map"), "{");
  assert.equal(await placeOf("broken.js", ""), undefined);
  assert.equal(await placeOf("alone.js", ""), undefined);
  assert.equal(await placeOf("app.py", ""), undefined);
});
