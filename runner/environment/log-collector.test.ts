import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { LogLine } from "./invocation.ts";
import { LogCollector } from "./log-collector.ts";

const of = { functionName: "hello", environmentId: "0123", logStream: "2026/11/23/[$LATEST]0123" };
const first = "11111111-1111-4111-8111-111111111111";
const second = "22222222-2222-4222-8222-222222222222";

function newCollector(): { log: LogCollector; lines: [requestId: string | undefined, text: string][] } {
  const lines: [string | undefined, string][] = [];
  const emit = ({ requestId, text }: LogLine): number => lines.push([requestId, text]);
  const log = new LogCollector(of, emit, { isDebugged: false });
  return { log, lines };
}

describe("the log of an environment", () => {
  test("gives lines to the invocation that runs, and to none outside of invocations", () => {
    const { log, lines } = newCollector();
    log.write(Buffer.from("starting\n"));
    log.setInvocation(first);
    log.write(Buffer.from("working\n"));
    log.setInvocation(undefined);
    log.write(Buffer.from("afterwards\n"));
    assert.deepEqual(lines, [
      [undefined, "starting"],
      [first, "working"],
      [undefined, "afterwards"],
    ]);
  });

  test("gives a late line to the invocation before when it names that one", () => {
    const { log, lines } = newCollector();
    log.setInvocation(first);
    log.setInvocation(undefined);
    log.write(Buffer.from(`INFO ${first} between\n`));
    log.setInvocation(second);
    log.write(Buffer.from(`INFO ${first} late\nINFO ${second} in time\n`));
    log.writePlatform(`END RequestId: ${second}`);
    assert.deepEqual(lines, [
      [first, `INFO ${first} between`],
      [first, `INFO ${first} late`],
      [second, `INFO ${second} in time`],
      [second, `END RequestId: ${second}`],
    ]);
  });

  test("shows a message of several lines as such, which runtimes write with carriage returns", () => {
    const { log, lines } = newCollector();
    log.write(Buffer.from("[ERROR] boom\rTraceback\r  File\nplain\r\n"));
    assert.deepEqual(
      lines.map(([, text]) => text),
      ["[ERROR] boom\nTraceback\n  File", "plain"],
    );
  });

  test("puts together lines and characters that come in pieces, and ends an open line on request", () => {
    const { log, lines } = newCollector();
    const bytes = Buffer.from("grüezi\nopen");
    log.write(bytes.subarray(0, 3));
    log.write(bytes.subarray(3));
    log.flush();
    log.flush();
    assert.deepEqual(lines, [
      [undefined, "grüezi"],
      [undefined, "open"],
    ]);
  });

  test("tells which code wrote a line of what is debugged, whose mark is nowhere else", () => {
    const marked = "\u001epilotlight from (/var/task/app.js:1:9)\u001eblue\n";
    const written = (isDebugged: boolean): unknown[] => {
      const lines: unknown[] = [];
      const log = new LogCollector(of, ({ text, frames }) => lines.push([text, frames]), { isDebugged });
      log.write(Buffer.from(marked.slice(0, 10)));
      log.write(Buffer.from(`${marked.slice(10)}green\n`));
      return [...lines, log.takeTail()];
    };
    assert.deepEqual(written(true), [["blue", "(/var/task/app.js:1:9)"], ["green", undefined], "blue\ngreen\n"]);
    // Whatever it is, it is the function's own then.
    assert.deepEqual(written(false), [[marked.trimEnd(), undefined], ["green", undefined], `${marked}green\n`]);
  });

  test("keeps the last 4 KB for the tail, from a whole character on, and gives them once", () => {
    const { log } = newCollector();
    log.write(Buffer.from(`${"ü".repeat(3000)}\n`));
    log.write(Buffer.from("x\n"));
    const tail = log.takeTail();
    assert.ok(Buffer.byteLength(tail) <= 4096);
    assert.ok(Buffer.byteLength(tail) > 4090);
    assert.match(tail, /^ü+\nx\n$/);
    assert.equal(log.takeTail(), "");
  });
});
