import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { helloProject, processEngine } from "./cli/hello-project.ts";
import { connectTo, HeardEvents } from "./control/connect.ts";
import { RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";
import { startProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

suite("A client that comes late", () => {
  const folder = helloProject(suiteScope());

  test("learns which environments live, and no longer of those that stopped", async (t) => {
    await RunnerProcess.start(t, [...processEngine, "--spares", "0", "--idle-timeout", "1"], { cwd: folder });
    const before = Date.now();
    const early = await connectTo(t, folder);
    const heard = await HeardEvents.of(early, "environment");
    assert.deepEqual(await early.environments(), []);
    await early.invoke({ functionName: "hello", event: "{}" });
    await heard.once((event) => event.event === "environment" && event.state === "idle");

    const late = await connectTo(t, folder);
    const [environment, ...others] = await late.environments();
    assert.ok(environment);
    const { environmentId, startedAtMs, ...rest } = environment;
    assert.deepEqual(others, []);
    assert.deepEqual(rest, { functionName: "hello", state: "idle", engine: "process" });
    assert.match(environmentId, /^[0-9a-f]{16}$/);
    assert.ok(startedAtMs >= before && startedAtMs <= Date.now());

    await heard.once((event) => event.event === "environment" && event.state === "stopped");
    assert.deepEqual(await late.environments(), []);
  });

  test("learns of earlier invocations, newest first", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const early = await connectTo(t, folder);
    const one = await early.invoke({ functionName: "hello", event: "{}" });
    const two = await early.invoke({ functionName: "hello", event: '{"fail":true}' });

    const late = await connectTo(t, folder);
    const records = await late.invocations({ limit: 2 });
    assert.deepEqual(
      records.map(({ requestId, errorType }) => [requestId, errorType]),
      [
        [two.requestId, "Runtime.Unknown"],
        [one.requestId, undefined],
      ],
    );
    assert.deepEqual(await late.invocations({ functionName: "hello", limit: 1 }), records.slice(0, 1));
    assert.deepEqual(await late.invocations({ functionName: "other", limit: 1 }), []);
  });

  test("learns why a function can't be built, until it can be", async (t) => {
    const project = await startProject(t, {
      defaults: { Runtime: "nodejs24.x", Handler: "app.handler", CodeUri: "src", Timeout: 20 },
      functions: { Typed: {}, Fine: { Handler: "fine.handler" } },
      files: {
        "src/app.ts": "export const handler = async (): Promise<string> => {\n",
        "src/fine.mjs": "export const handler = async () => 1;",
      },
    });
    const saves = new Saves(project);
    const early = await connectTo(t, project.folder);
    const call = { functionName: "Typed", event: "{}" };
    await assert.rejects(early.invoke(call), { name: "Failure", code: "build-failed" });

    const late = await connectTo(t, project.folder);
    const failing = async (): Promise<unknown> =>
      (await late.functions()).flatMap(({ name, buildProblems }) =>
        buildProblems.map(({ code, severity, file, range }) => [name, code, severity, file, range.start.line]),
      );
    const file = join(project.folder, "src", "app.ts");
    assert.deepEqual(await failing(), [["Typed", "build-error", "error", file, 1]]);
    await saves.save("src/app.ts", 'export const handler = async (): Promise<string> => "ok";\n');
    assert.deepEqual(await failing(), []);
    await saves.save("src/app.ts", "export const handler = \n\n");
    assert.deepEqual(await failing(), [["Typed", "build-error", "error", file, 2]]);
    // The last good build serves on, and that is no sign of a good one.
    assert.equal((await late.invoke(call)).payload, '"ok"');
    assert.equal(((await failing()) as unknown[]).length, 1);
  });
});

suite("Cleaning up", () => {
  const folder = helloProject(suiteScope());

  test("stops what waits for calls, removes what the dead left, and the next call starts anew", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const client = await connectTo(t, folder);
    const heard = await HeardEvents.of(client, "environment");
    await client.invoke({ functionName: "hello", event: "{}" });
    await heard.once((event) => event.event === "environment" && event.state === "spare");
    const ofDead = join(stateFolderOf(folder), "builds", `runner-${spawnSync(process.execPath, ["-v"]).pid}`);
    mkdirSync(ofDead, { recursive: true });

    assert.deepEqual(await client.cleanUp(), { stopped: 2 });
    assert.deepEqual(await client.environments(), []);
    assert.equal(existsSync(ofDead), false);
    assert.deepEqual(await client.cleanUp(), { stopped: 0 });
    assert.match((await client.invoke({ functionName: "hello", event: "{}" })).log, /^INIT_START /);
  });
});
