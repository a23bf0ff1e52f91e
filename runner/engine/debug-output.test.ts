import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DebugOutput, type DebugListener } from "./debug-output.ts";
import { debuggerSpeech, type DebuggerSpeech } from "./debugger-speech.ts";

const listening =
  "Debugger listening on ws://127.0.0.1:35903/e7d2098d-4ec4-42ce-9a0f-2a2a63f01406\n" +
  "For help, see: https://nodejs.org/learn/getting-started/debugging\n" +
  "\u001epilotlight debugger at 35903\u001e\n";
const goesOn = "Debugger attached.\n\u001epilotlight debugger done\u001e\n\u001epilotlight debugger missed\u001e\n";
const ends = "Waiting for the debugger to disconnect...\n";

describe("the output of a runtime that is debugged", () => {
  const output = `before\n${listening}${goesOn}Debug me\nDebugger of mine\n${ends}end without newline`;
  const own = "before\nDebug me\nDebugger of mine\nend without newline";

  for (const length of [1, 2, 7, 1000]) {
    test(`leaves out what is not the function's own, in pieces of ${String(length)}`, () => {
      const heard = hear(output, length);
      assert.equal(heard.content, own);
      assert.deepEqual(heard.events, [35903, "attached", "missed", "held"]);
    });
  }

  test("is passed on at once where it can't be anybody else's", () => {
    const { content } = hear("Progress: 10 %", 1000, false);
    assert.equal(content, "Progress: 10 %");
  });

  test("keeps the beginning of a line that turns out to be the last", () => {
    assert.equal(hear("Debugger", 3).content, "Debugger");
  });

  test("says where a debugger listens that writes it in words of its own", () => {
    const speech = { beginnings: ["Serving at "], listening: /^Serving at .*:(\d+)$/ };
    const heard = hear("Serving at 127.0.0.1:4711\nmine\n", 5, true, speech);
    assert.deepEqual(heard, { content: "mine\n", events: [4711] });
  });

  test("knows a debugger's words whenever they were said", () => {
    const speech = { beginnings: ["0000-00-00 warn "] };
    assert.equal(hear("2026-11-25 warn of debuggers\n2026-11-25 info\n", 3, true, speech).content, "2026-11-25 info\n");
  });

  test("keeps what the function says of debuggers in the middle of a line", () => {
    assert.equal(hear("It said: Debugger attached.\n", 4).content, "It said: Debugger attached.\n");
  });
});

function hear(
  output: string,
  length: number,
  isEnded = true,
  speech: DebuggerSpeech = debuggerSpeech.node,
): { content: string; events: (number | string)[] } {
  const chunks: Buffer[] = [];
  const events: (number | string)[] = [];
  const listener: DebugListener = {
    onListening: (port) => events.push(port),
    onGoesOn: (how) => events.push(how),
    onHeld: () => events.push("held"),
  };
  const filter = new DebugOutput((content) => chunks.push(content), listener, speech);
  const bytes = Buffer.from(output);
  for (let at = 0; at < bytes.length; at += length) filter.push(bytes.subarray(at, at + length));
  if (isEnded) filter.end();
  return { content: Buffer.concat(chunks).toString(), events };
}
