import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import test, { after } from "node:test";
import { gateMark, gateVariable } from "../runner/engine/gate-mark.ts";
import { fixture } from "./harness/project.ts";
import { processEngine } from "./process-engine/running-function.ts";
import { answersOf, spareAtGate, startFunction, zipFunction } from "./spares/sandboxed-function.ts";

const tmpRoot = mkdtempSync(path.join(tmpdir(), "pilotlight-spare-tmp-"));
const engine = processEngine(tmpRoot);
after(async () => {
  await engine.dispose();
  await rm(tmpRoot, { recursive: true, force: true });
});

const hello = (answer: string): string =>
  `console.log('user code'); exports.handler = async () => ${JSON.stringify(answer)};`;

test("runs the code that its folder holds at the release", async (t) => {
  const layer = { "nodejs/node_modules/layered/index.js": "module.exports = 'layered';" };
  const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", layer });
  await spare.fill({
    "index.js": "exports.handler = async () => [require('layered'), require('./lib/own')];",
    "lib/own.js": "module.exports = 'own';",
  });
  await Promise.all([spare.sandbox.release(), spare.sandbox.release()]);
  assert.deepEqual(await spare.call({}), ["layered", "own"]);
  await spare.sandbox.release();
});

test("imports Python modules that came after the start", async (t) => {
  const spare = await spareAtGate(t, engine, { runtime: "python3.11" });
  await spare.fill({
    "index.py": "from package import own\ndef handler(event, context): return own.VALUE\n",
    "package/__init__.py": "",
    "package/own.py": "VALUE = 'own'\n",
  });
  await spare.sandbox.release();
  assert.equal(await spare.call({}), "own");
});

const traces = fixture("spare-traces");
for (const setup of [
  { runtime: "nodejs24.x", files: traces },
  { runtime: "python3.11", files: traces, handler: "traces.handler" },
]) {
  test(`runs nothing of a ${setup.runtime} function before its release, and leaves no trace`, async (t) => {
    const [spare, plain] = await answersOf(t, engine, setup);
    assert.deepEqual(spare, plain);
  });
}

test("finds its standard input at its end, as without a spare", async (t) => {
  const files = {
    "index.mjs": "import fs from 'node:fs'; export const handler = async () => fs.readFileSync(0, 'utf8');",
  };
  const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files });
  await spare.sandbox.release();
  assert.equal(await spare.call({}), "");
});

test("refuses to run in a folder that was removed and made again meanwhile", async (t) => {
  const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x", files: { "index.js": hello("old") } });
  await rm(spare.codeFolder, { recursive: true });
  await mkdir(spare.codeFolder);
  await spare.fill({ "index.js": hello("new") });
  await assert.rejects(spare.sandbox.release(), { code: "spare-stale", message: /removed and made again.*Start it/ });
  await spare.sandbox.stop();
  assert.equal(spare.output(), "");
});

test("says that the code is gone", async (t) => {
  const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x" });
  await rm(spare.codeFolder, { recursive: true });
  await assert.rejects(spare.sandbox.release(), { code: "code-missing", message: /Build the function/ });
});

test("goes on at once when it is released before it has arrived", async (t) => {
  const setup = { runtime: "nodejs24.x", files: { "index.js": hello("early") } };
  const spare = await startFunction(t, engine, setup, { isSpare: true });
  await spare.sandbox.release();
  assert.equal(await spare.sandbox.atGate, undefined);
  assert.equal(await spare.call({}), "early");
  assert.match(spare.output(), /^\d\S+Z\t\S*\tINFO\tuser code\n$/);
});

test("has no gate where it is no spare", async (t) => {
  const setup = { runtime: "nodejs24.x", files: { "index.js": hello("plain") } };
  const plain = await startFunction(t, engine, setup, { isSpare: false });
  assert.equal(await plain.sandbox.atGate, undefined);
  await plain.sandbox.release();
  assert.equal(await plain.call({}), "plain");
});

test("is stopped at its gate and on its way there", async (t) => {
  const setup = { runtime: "nodejs24.x", files: { "index.js": hello("x") } };
  const there = await spareAtGate(t, engine, setup);
  const under = await startFunction(t, engine, setup, { isSpare: true });
  await Promise.all([there.sandbox.stop(), under.sandbox.stop()]);
  assert.equal(await under.sandbox.atGate, undefined);
  assert.deepEqual(await there.sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
  await there.sandbox.release();
});

test("tells its end at the gate, after which a release does nothing", async (t) => {
  const spare = await spareAtGate(t, engine, { runtime: "nodejs24.x" });
  process.kill(Number(spare.sandbox.id), "SIGKILL");
  assert.deepEqual(await spare.sandbox.exited, { kind: "signalled", signal: "SIGKILL" });
  await spare.sandbox.release();
});

for (const command of [
  [process.execPath, "node.mjs"],
  ["python3", "python.py"],
]) {
  test(`ends by itself when the runner is gone: ${command.at(-1) ?? ""}`, async () => {
    const [program = "", file = ""] = command;
    const bootstrap = path.join(import.meta.dirname, "..", "runner", "bootstrap", file);
    const env = { ...process.env, AWS_LAMBDA_RUNTIME_API: "127.0.0.1:1", [gateVariable]: gateMark };
    const spare = spawn(program, [bootstrap], { env, stdio: ["pipe", "pipe", "inherit"] });
    const exited = once(spare, "exit");
    const [written] = (await once(spare.stdout, "data")) as [Buffer];
    assert.equal(written.toString(), `${gateMark}\n`);
    spare.stdin.end();
    assert.deepEqual(await exited, [0, null]);
  });
}

test("is to be had where our own program runs before anything of the function's", () => {
  const canSpare = (runtime: string, environment: Record<string, string> = {}): boolean =>
    engine.canSpare(zipFunction({ runtime, environment }));
  assert.equal(canSpare("nodejs24.x", { NODE_OPTIONS: "--enable-source-maps" }), true);
  assert.equal(canSpare("python3.11"), true);
  assert.equal(canSpare("provided.al2023"), false);
  assert.equal(canSpare("java21"), false);
  assert.equal(canSpare("nodejs24.x", { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" }), false);
  assert.equal(canSpare("nodejs24.x", { NODE_OPTIONS: "-r ./hook.js" }), false);
  assert.equal(canSpare("python3.11", { PYTHONPATH: "/opt/python" }), false);
  assert.equal(engine.canSpare(zipFunction({ packageType: "Image", runtime: undefined })), false);
});
