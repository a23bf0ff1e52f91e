import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { helloProject, processEngine } from "./cli/hello-project.ts";
import { connectTo, HeardEvents } from "./control/connect.ts";
import { RunnerProcess } from "./harness/runner-process.ts";
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
});
