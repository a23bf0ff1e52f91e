import assert from "node:assert/strict";
import { test } from "node:test";
import { withSourcePlaces } from "./source-places.ts";

const place = "/var/task/app.js:1:2";
const text = `Error\n  at f (${place})\nLog\n  at f (${place})\n`;
const starts = [text.indexOf(place), text.lastIndexOf(place)];
const frames = starts.map((start) => ({
  ...{ start, end: start + place.length },
  ...{ file: "/project/src/app.ts", line: 12, column: 5 },
}));
const part = { start: 0, end: text.indexOf("Log") };

test("writes the source's place within the part, and leaves the rest as it was written", () => {
  const shown = withSourcePlaces(text, frames, part, "/project");
  assert.equal(shown.text, `Error\n  at f (src/app.ts:12:5)\nLog\n  at f (${place})\n`);
});

test("moves the frames along", () => {
  const shown = withSourcePlaces(text, frames, part, "/project");
  assert.deepEqual(
    shown.frames.map(({ start, end }) => shown.text.slice(start, end)),
    ["src/app.ts:12:5", place],
  );
});

test("names a file outside of the folder by its whole path, and leaves out a column that is not known", () => {
  const [first] = frames;
  assert.ok(first);
  const shown = withSourcePlaces(text, [{ ...first, file: "/other/a.py", column: null }], part, "/project");
  assert.match(shown.text, /\(\/other\/a\.py:12\)/);
});

test("changes nothing without frames", () => {
  assert.deepEqual(withSourcePlaces(text, [], undefined, "/project"), { text, frames: [] });
});
