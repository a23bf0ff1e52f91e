import assert from "node:assert/strict";
import { test } from "node:test";
import { demultiplexer } from "./demultiplex.ts";

function frame(stream: 1 | 2, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

const stream = Buffer.concat([frame(1, "hello "), frame(2, "wörld"), frame(1, ""), frame(1, "\n".repeat(300))]);
const expected = `hello wörld${"\n".repeat(300)}`;

for (const size of [1, 3, 8, 9, 64, stream.length]) {
  test(`puts the content together from chunks of ${size} bytes`, () => {
    const content: Buffer[] = [];
    const take = demultiplexer((chunk) => content.push(chunk));
    for (let at = 0; at < stream.length; at += size) take(stream.subarray(at, at + size));
    assert.equal(Buffer.concat(content).toString(), expected);
  });
}

test("hands on the beginning of a frame before its end has arrived", () => {
  const content: string[] = [];
  const take = demultiplexer((chunk) => content.push(chunk.toString()));
  take(frame(1, "abcdef").subarray(0, 10));
  assert.deepEqual(content, ["ab"]);
});
