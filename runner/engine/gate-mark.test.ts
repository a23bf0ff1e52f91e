import assert from "node:assert/strict";
import { test } from "node:test";
import { gateMark, GateMarkFilter } from "./gate-mark.ts";

interface Passed {
  readonly text: string;
  /** What had been passed on when the mark came. */
  readonly before: string | undefined;
}

function filter(chunks: readonly string[]): Passed {
  let text = "";
  let before: string | undefined;
  const filtering = new GateMarkFilter(
    (content) => (text += content.toString()),
    () => (before = text),
  );
  for (const chunk of chunks) filtering.push(Buffer.from(chunk));
  filtering.end();
  return { text, before };
}

test("takes the mark out and leaves what is around it", () => {
  assert.deepEqual(filter([`warning\n${gateMark}\nhello\n`]), { text: "warning\nhello\n", before: "warning\n" });
});

test("finds the mark wherever it is cut", () => {
  const whole = `a${gateMark}\nb`;
  for (let at = 1; at < whole.length; at++) {
    assert.deepEqual(filter([whole.slice(0, at), whole.slice(at)]), { text: "ab", before: "a" });
  }
  assert.deepEqual(filter(Array.from(whole)), { text: "ab", before: "a" });
});

test("passes on what only begins like the mark, once that is clear", () => {
  const part = gateMark.slice(0, 8);
  assert.deepEqual(filter([`a${part}`, "b"]), { text: `a${part}b`, before: undefined });
  assert.deepEqual(filter([`a${part}`]), { text: `a${part}`, before: undefined });
  assert.deepEqual(filter([part, `${gateMark}\n`]), { text: part, before: part });
});

test("passes on at once what is no beginning of the mark", () => {
  const seen: string[] = [];
  const filtering = new GateMarkFilter(
    (content) => seen.push(content.toString()),
    () => undefined,
  );
  filtering.push(Buffer.from("hello"));
  assert.deepEqual(seen, ["hello"]);
});

test("leaves alone what comes after the first mark", () => {
  assert.equal(filter([`${gateMark}\n`, `x${gateMark}\n`]).text, `x${gateMark}\n`);
});
