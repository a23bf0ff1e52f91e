import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkCode } from "../extension/language-server/code/check-code.ts";
import { parseCode } from "../extension/language-server/code/parse-code.ts";

/**
 * Source files in the shapes of public examples: those of `good/` have nothing to find, those of `bad/` have exactly what
 * comments at the ends of their lines expect. Comments name the handlers where they have other names than the usual ones.
 */
const root = join(import.meta.dirname, "rules-code");

describe("the rules for code", () => {
  for (const folder of ["good", "bad"]) {
    for (const name of readdirSync(join(root, folder))) {
      test(`find what is to be found in ${folder}/${name}, and no more`, () => {
        const text = readFileSync(join(root, folder, name), "utf8");
        const expected = expectedIn(text);
        assert.equal(expected.length > 0, folder === "bad");
        assert.deepEqual(check(name, text), expected);
      });
    }
  }
});

function check(name: string, text: string): string[] {
  const file = join("/project/src", name);
  const stated = /handlers: ([\w, ]*)/
    .exec(text)?.[1]
    ?.split(",")
    .map((each) => each.trim());
  const usual = name.endsWith(".py") ? "lambda_handler" : "handler";
  const handlers = (stated ?? [usual]).filter((each) => each !== "");
  return checkCode({ file, text, tree: parseCode(file, text) }, { runtime: null, handlers }).map(
    ({ code, range }) => `${range.start.line + 1}: ${code}`,
  );
}

function expectedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const codes = /(?:\/\/|#) expect: ([\w-]+(?:, [\w-]+)*)$/.exec(line)?.[1]?.split(", ") ?? [];
    return codes.map((code) => `${index + 1}: ${code}`);
  });
}
