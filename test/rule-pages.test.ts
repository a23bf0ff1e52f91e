import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { rules } from "../runner/model/rules/rules.ts";

const folder = join(import.meta.dirname, "..", "docs", "rules");

test("each rule has a page, and each page is of a rule", () => {
  const pages = globSync("*.md", { cwd: folder }).map((file) => basename(file, ".md"));
  assert.deepEqual(pages.toSorted(), rules.map(({ code }) => code).toSorted());
});

for (const { code } of rules) {
  test(`the page of ${code} says why, what is right, how to fix and how to silence it`, () => {
    const page = readFileSync(join(folder, `${code}.md`), "utf8");
    assert.ok(page.startsWith(`# ${code}\n`));
    for (const title of ["Why", "Wrong", "Right", "How to fix it", "How to silence it"]) {
      assert.ok(page.includes(`\n## ${title}\n`), title);
    }
    assert.match(page, /\]\(https:\/\/(?:[\w-]+\.)*aws\.amazon\.com\//);
    assert.ok(page.includes(`pilotlight-ignore ${code}`));
  });
}
