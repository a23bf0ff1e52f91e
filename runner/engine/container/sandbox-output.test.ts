import assert from "node:assert/strict";
import { test } from "node:test";
import { SandboxOutput } from "./sandbox-output.ts";

test("keeps what comes before there is a listener, in order", () => {
  const output = new SandboxOutput();
  output.push(Buffer.from("a"));
  output.push(Buffer.from("b"));
  const seen: string[] = [];
  output.listen((chunk) => seen.push(chunk.toString()));
  output.push(Buffer.from("c"));
  assert.deepEqual(seen, ["a", "b", "c"]);
});

test("settles at once while a sandbox is silent, after the first time", async () => {
  const output = new SandboxOutput();
  await output.settle("quick");
  assert.equal(await whichIsFirst(output.settle("quick")), "settled");
});

test("remembers the end of what came, in however many chunks", () => {
  const output = new SandboxOutput();
  output.push(Buffer.from("x".repeat(5000)));
  output.push(Buffer.from("[FATAL] "));
  output.push(Buffer.from("gone\n"));
  assert.equal(output.lastText.length, 1024);
  assert.match(output.lastText, /x\[FATAL\] gone\n$/);
});

test("lets output that is under way arrive before it settles", async () => {
  const output = new SandboxOutput();
  output.push(Buffer.from("earlier"));
  assert.equal(await whichIsFirst(output.settle("quick")), "next turn");
});

test("waits for a silent sandbox too when somebody waits for its log", async () => {
  const output = new SandboxOutput();
  await output.settle("quick");
  assert.equal(await whichIsFirst(output.settle("thorough")), "next turn");
});

test("settles although output never pauses", async () => {
  const output = new SandboxOutput();
  const writing = setInterval(() => output.push(Buffer.from(".")), 0);
  output.push(Buffer.from("."));
  await output.settle("quick");
  clearInterval(writing);
});

function whichIsFirst(settled: Promise<void>): Promise<string> {
  return Promise.race([
    settled.then(() => "settled"),
    new Promise<string>((resolve) => setImmediate(() => resolve("next turn"))),
  ]);
}
