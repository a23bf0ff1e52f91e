import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { checkCode } from "../extension/language-server/code/check-code.ts";
import { lineStartsOf } from "../extension/language-server/code/line-starts.ts";
import { importsOf, type ParsedCode, parseCode } from "../extension/language-server/code/parse-code.ts";
import type { Position } from "../runner/model/problem.ts";
import type { Finding, Fix } from "../runner/model/rules/finding.ts";

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

describe("the fixes of the rules for code", () => {
  for (const name of readdirSync(join(root, "bad"))) {
    const text = textOf("bad", name);
    for (const finding of find(name, text)) {
      for (const fix of finding.fixes) {
        test(`end ${finding.code} in line ${finding.range.start.line + 1} of ${name} by "${fix.title}"`, () => {
          const fixed = applied(text, fix);
          assert.equal(hasErrors(parseCode(join("/project/src", name), fixed)), false, fixed);
          const left = find(name, fixed).map(({ code }) => code);
          const before = find(name, text).map(({ code }) => code);
          assert.deepEqual(left.toSorted(), without(before, finding.code).toSorted(), fixed);
        });
      }
    }
  }
});

describe("half-typed code", () => {
  for (const folder of ["good", "bad"]) {
    for (const name of readdirSync(join(root, folder))) {
      test(`of ${folder}/${name} has findings within it, and breaks nothing`, () => {
        const text = textOf(folder, name);
        const random = randomFrom(name);
        let parsed = parseCode(name, "");
        for (let end = 0; end <= text.length; end += 1 + Math.floor(random() * 30)) {
          parsed = checkPlaces(name, text.slice(0, end), parsed);
        }
        for (let round = 0; round < 25; round++) {
          const from = Math.floor(random() * text.length);
          const to = from + Math.floor(random() * 40);
          parsed = checkPlaces(name, text.slice(0, from) + text.slice(to), parsed);
        }
      });
    }
  }
});

/** Checks an edited version, parsed from the one before as an editor does. */
function checkPlaces(name: string, text: string, previous: ParsedCode): ParsedCode {
  const tree = parseCode(name, text, previous);
  const lines = text.split(/\r\n|\n|\r/);
  const isInside = ({ line, character }: Position): boolean => character <= (lines[line]?.length ?? -1);
  const ranges = [
    ...find(name, text, tree).flatMap(({ range, fixes }) => [
      range,
      ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.range)),
    ]),
    ...importsOf(tree).map(({ range }) => range),
  ];
  for (const { start, end } of ranges) {
    assert.ok(isInside(start) && isInside(end), JSON.stringify({ start, end, text }));
    assert.ok(start.line < end.line || (start.line === end.line && start.character <= end.character));
  }
  return tree;
}

/** The same numbers for the same file at each run. */
function randomFrom(name: string): () => number {
  let state = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function applied(text: string, { edits }: Fix): string {
  const starts = lineStartsOf(text);
  const offset = ({ line, character }: Position): number => (starts[line] ?? 0) + character;
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (result, { range, newText }) => result.slice(0, offset(range.start)) + newText + result.slice(offset(range.end)),
      text,
    );
}

function without(codes: readonly string[], code: string): string[] {
  const at = codes.indexOf(code);
  return codes.filter((_, index) => index !== at);
}

function hasErrors({ tree }: ParsedCode): boolean {
  let found = false;
  tree.iterate({ enter: ({ type }) => void (found ||= type.isError) });
  return found;
}

function textOf(folder: string, name: string): string {
  return readFileSync(join(root, folder, name), "utf8").replace(/%[A-Z_]+%/g, (mark) => secrets[mark] ?? mark);
}

function check(name: string, text: string): string[] {
  return find(name, text).map(({ code, range }) => `${range.start.line + 1}: ${code}`);
}

function find(name: string, text: string, tree?: ParsedCode): Finding[] {
  const file = join("/project/src", name);
  const stated = /handlers:([\w, ]*)/
    .exec(text)?.[1]
    ?.split(",")
    .map((each) => each.trim());
  const usual = name.endsWith(".py") ? "lambda_handler" : "handler";
  const handlers = (stated ?? [usual]).filter((each) => each !== "");
  return checkCode({ file, text, tree: tree ?? parseCode(file, text) }, { runtime: null, handlers });
}

function expectedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) => {
    const codes = /(?:\/\/|#) expect: ([\w-]+(?:, [\w-]+)*)$/.exec(line)?.[1]?.split(", ") ?? [];
    return codes.map((code) => `${index + 1}: ${code}`);
  });
}
