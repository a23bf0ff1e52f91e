import assert from "node:assert/strict";
import { test } from "node:test";
import { runTool } from "../runner/build/tools/run-tool.ts";
import { Failure } from "../runner/model/failure.ts";

test("tells what a tool that takes a while has printed last, and ends it when cancelled", async () => {
  const controller = new AbortController();
  const told: string[] = [];
  const script = "console.error('Compiling demo'); console.log('{}'); setInterval(() => {}, 1000)";
  const running = runTool(
    { program: process.execPath, args: ["-e", script], cwd: import.meta.dirname },
    controller.signal,
    (line) => {
      told.push(line);
      controller.abort();
    },
  );
  await assert.rejects(running, (error) => error instanceof Failure && error.code === "cancelled");
  assert.deepEqual(told, ["Compiling demo"]);
});
