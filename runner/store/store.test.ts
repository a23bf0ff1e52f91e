import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import type { LogLine } from "../environment/invocation.ts";
import { Failure } from "../model/failure.ts";
import { Store } from "./store.ts";

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "pilotlight-store-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function open(folder: string, maxBytes?: number): Store {
  const onHistoryLost = (error: Failure): void => assert.fail(error);
  return Store.open({ folder, onHistoryLost, ...(maxBytes === undefined ? {} : { maxBytes }) });
}

function line(text: string, change: Partial<LogLine> = {}): LogLine {
  return {
    functionName: "hello",
    environmentId: "e1",
    logStream: "s1",
    requestId: "r1",
    timeMs: 1000,
    source: "function",
    text,
    ...change,
  };
}

const invocation = {
  requestId: "r1",
  payload: Buffer.from('{"a":1}'),
  invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:hello",
  traceId: "Root=1-0-0",
  clientContext: undefined,
  cognitoIdentity: undefined,
  wantsLog: false,
};

test("keeps accepted events across a restart until they are finished", (t) => {
  const folder = newFolder(t);
  const first = open(folder);
  first.acceptEvent({ functionName: "hello", invocation, acceptedAt: 1 });
  first.acceptEvent({ functionName: "hello", invocation: { ...invocation, requestId: "r2" }, acceptedAt: 2 });
  first.finishEvent("r1");
  first.close();

  const second = open(folder);
  t.after(() => second.close());
  const [event, ...others] = second.unfinishedEvents();
  assert.equal(others.length, 0);
  assert.ok(event);
  assert.equal(event.invocation.requestId, "r2");
  assert.equal(Buffer.from(event.invocation.payload).toString(), '{"a":1}');
});

test("finds log lines by function, time and text, in the order they were written", (t) => {
  const store = open(newFolder(t));
  t.after(() => store.close());
  store.addLogLine(line("old", { timeMs: 1 }));
  store.addLogLine(line("apple 1"));
  store.addLogLine(line("pear"));
  store.addLogLine(line("apple 2", { requestId: undefined, source: "platform" }));
  store.addLogLine(line("apple elsewhere", { functionName: "other" }));
  const found = store.logLines({ functionName: "hello", sinceMs: 1000, filter: "apple", limit: 10 });
  assert.deepEqual(
    found.map(({ text, requestId, source }) => [text, requestId, source]),
    [
      ["apple 1", "r1", "function"],
      ["apple 2", undefined, "platform"],
    ],
  );
  const newest = store.logLines({ functionName: "hello", limit: 1 });
  assert.equal(newest[0]?.text, "apple 2");
});

test("forgets the oldest lines instead of growing for ever", (t) => {
  const folder = newFolder(t);
  const maxBytes = 2_000_000;
  const store = open(folder, maxBytes);
  for (let batch = 0; batch < 20; batch++) {
    for (let i = 0; i < 200; i++) store.addLogLine(line(`${batch} ${"x".repeat(1000)}`));
    store.logLines({ functionName: "hello", limit: 1 });
  }
  const kept = store.logLines({ functionName: "hello", limit: 10_000 });
  store.close();
  assert.ok(statSync(join(folder, "store.sqlite")).size < maxBytes * 1.5);
  assert.ok(kept.length < 4000);
  assert.match(kept.at(-1)?.text ?? "", /^19 /);
  assert.doesNotMatch(kept[0]?.text ?? "", /^0 /);
});

test("says what to do when its folder cannot be used", (t) => {
  const folder = newFolder(t);
  open(folder).close();
  const notAFolder = join(folder, "store.sqlite");
  assert.throws(
    () => open(notAFolder),
    (error) => error instanceof Failure && error.code === "store-unavailable" && /start again/.test(error.message),
  );
});
