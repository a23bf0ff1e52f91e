import assert from "node:assert/strict";
import { test } from "node:test";
import { changedText } from "./changed-text.ts";

for (const { what, before, now, start, endBefore, endNow } of [
  { what: "nothing, of equal texts", before: "same", now: "same", start: 4, endBefore: 4, endNow: 4 },
  { what: "what was typed", before: "ad", now: "abcd", start: 1, endBefore: 1, endNow: 3 },
  { what: "what was deleted", before: "abcd", now: "ad", start: 1, endBefore: 3, endNow: 1 },
  { what: "what was replaced", before: "a12d", now: "a345d", start: 1, endBefore: 3, endNow: 4 },
  { what: "one of several equal letters", before: "aa", now: "aaa", start: 2, endBefore: 2, endNow: 3 },
  { what: "all of an empty text", before: "", now: "new", start: 0, endBefore: 0, endNow: 3 },
]) {
  test(`a change is ${what}`, () => {
    assert.deepEqual(changedText(before, now), { start, endBefore, endNow });
  });
}
