import assert from "node:assert/strict";
import { test } from "node:test";
import type { LambdaFunction } from "../model/function.ts";
import type { Environment } from "./environment.ts";
import { FunctionPool } from "./function-pool.ts";

test("Who gives up waiting for an environment is passed over, and nobody else", async () => {
  const pool = new FunctionPool({ name: "fn", memoryMb: 128 } as LambdaFunction);
  const controller = new AbortController();
  const [first, second] = [pool.wait(60_000, controller.signal), pool.wait(60_000)];
  controller.abort();
  await assert.rejects(first, { name: "AbortError" });
  assert.equal(pool.waiting, 1);
  const environment: Pick<Environment, "peakMemoryMb"> = { peakMemoryMb: 1 };
  pool.becameIdle(environment as Environment);
  assert.equal(await second, environment);
  assert.deepEqual([pool.waiting, pool.idle.length], [0, 0]);
});
