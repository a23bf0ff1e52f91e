import assert from "node:assert/strict";
import { test } from "node:test";
import { debugBackends } from "../debug/backends/backends.ts";
import type { LambdaFunction } from "../model/function.ts";
import { Debugging } from "./debugging.ts";
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

test("A spare that booted while debugging began or ended is let go", () => {
  const pool = new FunctionPool({ name: "fn", memoryMb: 128 } as LambdaFunction);
  const retired: string[] = [];
  const booted = (name: string, debugging: Debugging | undefined): Environment => {
    const environment = { debugging, peakMemoryMb: 1, retire: () => void retired.push(name) };
    return environment as unknown as Environment;
  };
  const observer = { onWaiting: () => undefined, onGivenUp: () => undefined, onSilent: () => undefined };
  const debugging = new Debugging({ language: "node" }, debugBackends.node, observer);
  pool.debugging = debugging;
  pool.setSpare(booted("plain", undefined));
  pool.debugging = undefined;
  pool.setSpare(booted("debugged", debugging));
  assert.deepEqual([retired, pool.spare], [["plain", "debugged"], undefined]);
  const spare = booted("as wanted", undefined);
  pool.setSpare(spare);
  assert.deepEqual([retired, pool.spare], [["plain", "debugged"], spare]);
});
