import assert from "node:assert/strict";
import { test } from "node:test";
import { LastLine } from "./last-line.ts";

test("the last line that is for people is told once, without colours and what a terminal would have overwritten", () => {
  const last = new LastLine();
  assert.equal(last.take(), undefined);
  last.add(Buffer.from("Downloading\r 10%\r\u001b[1m 20%\u001b[0m \n\n"));
  last.add(Buffer.from('{"reason":"compiler-artifact"}\n'));
  assert.equal(last.take(), "20%");
  assert.equal(last.take(), undefined);
});
