import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { DebuggerEvent } from "../runner/control/protocol.ts";
import { connectTo } from "./control/connect.ts";
import { InspectorClient } from "./debug/inspector-client.ts";
import { lacking } from "./harness/parts.ts";
import { startProject } from "./harness/running-project.ts";
import { standInImageMap } from "./images/build-images.ts";

const project = {
  defaults: { Runtime: "nodejs24.x", Timeout: 20 },
  functions: { Where: { CodeUri: "src", Handler: "index.handler" } },
  files: { "src/index.mjs": "export const handler = async () => process.env.LAMBDA_TASK_ROOT;\n" },
};

suite("Debugging on another engine than usual", { skip: lacking("container engine") }, () => {
  test("lasts as long as the debugging", async (t) => {
    const images = Object.entries(standInImageMap()).flatMap(([runtime, image]) => ["--image", `${runtime}=${image}`]);
    const running = await startProject(t, project, images);
    assert.equal(await running.payloadOf("Where"), "/var/task");
    const client = await connectTo(t, running.folder);
    const waiting = new Promise<DebuggerEvent>((resolve) => {
      client.onEvent((event) => {
        if (event.event === "debugger") resolve(event);
      });
    });
    const reply = await client.debug({ functionName: "Where", engine: "process" });
    assert.deepEqual(reply, { functionName: "Where", language: "node", engine: "process" });
    const { host, port, localRoot } = await waiting;
    const debuggee = await InspectorClient.attach(t, { host, port });
    await debuggee.letGo();
    assert.equal(await running.payloadOf("Where"), localRoot);
    debuggee.detach();
    await client.stopDebugging({ functionName: "Where" });
    assert.equal(await running.payloadOf("Where"), "/var/task");
  });
});
