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

/** What the files call secrets is put together here, so that no scanner takes them for leaks. */
const secrets: Readonly<Record<string, string>> = {
  "%ACCESS_KEY_ID%": ["AKIA", "QZ7RWM3LX2VN5TKD"].join(""),
  "%SECRET_ACCESS_KEY%": ["kX9dQ2vLp8RzT4mWc7Y", "bN1sF6hJ3gA5eU0iO+xV/"].join(""),
  "%GITHUB_TOKEN%": ["ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"].join(""),
  "%STRIPE_KEY%": ["sk_live_", "51HxQ9vKz7Lm3Pq8Rt2Wy6"].join(""),
  "%SLACK_WEBHOOK%": ["https://hooks.slack.com/services/T8Q2ZK4LM/B7W9X3N5P/", "kX9dQ2vLp8RzT4mWc7YbN1sF"].join(""),
  "%PRIVATE_KEY%": ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj", "AgEAAoIBAQC7VJTUt9Us8cKj"].join(""),
};

describe("the rules for code", () => {
  for (const folder of ["good", "bad"]) {
    for (const name of readdirSync(join(root, folder))) {
      test(`find what is to be found in ${folder}/${name}, and no more`, () => {
        const text = textOf(folder, name);
        const expected = expectedIn(text);
        assert.equal(expected.length > 0, folder === "bad");
        assert.deepEqual(check(name, text), expected);
      });
    }
  }
});

function textOf(folder: string, name: string): string {
  return readFileSync(join(root, folder, name), "utf8").replace(/%[A-Z_]+%/g, (mark) => secrets[mark] ?? mark);
}

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
