import assert from "node:assert/strict";
import type Docker from "dockerode";
import { test } from "node:test";
import { readContainerStart } from "./container-start.ts";

/** The far side: an engine that says this of every container. */
function engineSaying(startedAt: Date, pid = 42): Docker {
  const inspect = () => Promise.resolve({ State: { StartedAt: startedAt.toISOString(), Pid: pid } });
  return { getContainer: () => ({ inspect }) } as unknown as Docker;
}

const nowMs = performance.now();
const between = { askedAtMs: nowMs - 200, answeredAtMs: nowMs };

test("takes the engine's word for when a container began", async () => {
  const start = await readContainerStart(engineSaying(new Date(Date.now() - 50)), "id", between);
  assert.equal(start?.pid, 42);
  assert.ok(start.startedAtMs > between.askedAtMs && start.startedAtMs < between.answeredAtMs);
});

test("does not believe a clock that puts the start outside of the request", async () => {
  for (const offsetMs of [-3_600_000, 3_600_000]) {
    const start = await readContainerStart(engineSaying(new Date(Date.now() + offsetMs)), "id", between);
    assert.equal(start?.startedAtMs, between.answeredAtMs);
  }
});

test("knows nothing of a container that is gone", async () => {
  const gone = { getContainer: () => ({ inspect: () => Promise.reject(new Error("no such container")) }) };
  assert.equal(await readContainerStart(gone as unknown as Docker, "id", between), undefined);
});
