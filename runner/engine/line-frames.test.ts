import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { markedLine } from "./line-frames.ts";

const mark = (frames: string): string => `\u001epilotlight from ${frames}\u001e`;

describe("a line of a debugged function", () => {
  test("is as it was written, and comes with the code that wrote it", () => {
    const frames = "(/var/task/app.js:3:11) (/var/runtime/index.mjs:10:3)";
    assert.deepEqual(markedLine(`${mark(frames)}2026\tINFO\tgrüezi`), { text: "2026\tINFO\tgrüezi", frames });
  });

  test("that was written in pieces comes from where it began", () => {
    const line = `${mark('File "/var/task/app.py", line 3')}one, ${mark('File "/var/task/app.py", line 4')}two`;
    assert.deepEqual(markedLine(line), { text: "one, two", frames: 'File "/var/task/app.py", line 3' });
  });

  test("without a mark is left alone", () => {
    const line = "\u001epilotlight of \u001e";
    assert.deepEqual(markedLine(line), { text: line, frames: undefined });
    assert.deepEqual(markedLine("\u001epilotlight from here"), {
      text: "\u001epilotlight from here",
      frames: undefined,
    });
  });
});
