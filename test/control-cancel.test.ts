import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { isProcessAlive } from "../runner/engine/process-alive.ts";
import { processEngine } from "./cli/hello-project.ts";
import { connectTo, HeardEvents } from "./control/connect.ts";
import { eventually } from "./crash/recorder-project.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";
import { startProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

const handler = `
export const handler = async ({ wait }) => {
  console.log("began");
  if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
  return "done";
};
`;

/** Tells its process, and builds once the file is there. */
const makefile = (awaited: string): string => `build-Made:
\t@echo $$$$; while [ ! -f ${awaited} ]; do sleep 0.02; done
\tcp index.mjs $(ARTIFACTS_DIR)
`;

const cancelled = { name: "Failure", code: "cancelled" };

const defaults = { Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 60 };

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`An invocation that is cancelled in a ${engine}`, { skip }, () => {
    const args = [...engineArguments(engine), "--spares", "0", "--no-watch"];

    test("ends with its environment, and its record and log say so", async (t) => {
      const files = { "src/index.mjs": handler };
      const { folder } = await startProject(t, { defaults, functions: { Plain: { CodeUri: "src" } }, files }, args);
      const client = await connectTo(t, folder);
      const heard = await HeardEvents.of(client, "log", "environment");
      const controller = new AbortController();
      const call = client.invoke({ functionName: "Plain", event: '{"wait":50000}' }, controller);
      await heard.once((event) => event.event === "log" && event.text.includes("began"));
      controller.abort();
      await assert.rejects(call, { ...cancelled, message: /^The call of Plain was cancelled\. / });

      await heard.once((event) => event.event === "environment" && event.state === "stopped");
      assert.deepEqual(await client.environments(), []);
      const [record] = await client.invocations({ functionName: "Plain", limit: 1 });
      assert.deepEqual([record?.status, record?.errorType], ["error", "Pilot.Cancelled"]);
      const [report] = (await client.logs({ functionName: "Plain", limit: 10, filter: "REPORT" })).slice(-1);
      assert.match(report?.text ?? "", /\tStatus: error\tError Type: Pilot\.Cancelled$/);
      const { payload } = await client.invoke({ functionName: "Plain", event: "{}" });
      assert.equal(payload, '"done"');
    });
  });
}

suite("An invocation that is cancelled", () => {
  const scope = suiteScope();
  const folder = newFolder(scope);
  const go = join(folder, "go");
  writeProject(folder, {
    defaults,
    functions: {
      Plain: { CodeUri: "src" },
      Made: { CodeUri: "made", Metadata: { BuildMethod: "makefile" } },
    },
    files: { "src/index.mjs": handler, "made/index.mjs": handler, "made/Makefile": makefile(go) },
  });
  const args = [...processEngine, "--spares", "0", "--no-watch"];

  test("goes on when its client only goes away", async (t) => {
    const runner = await RunnerProcess.start(t, args, { cwd: folder });
    const client = await connectTo(t, folder);
    const heard = await HeardEvents.of(client, "log");
    const call = client.invoke({ functionName: "Plain", event: '{"wait":100}' });
    await heard.once((event) => event.event === "log" && event.text.includes("began"));
    client.dispose();
    await assert.rejects(call);
    const { status } = await runner.line(({ event }) => event === "invocation");
    assert.equal(status, "success");
  });

  const skipMake = spawnSync("make", ["--version"]).error ? "make is not installed" : false;
  suite("while its function is built", { skip: skipMake }, () => {
    const made = { functionName: "Made", event: "{}" };

    test("stops the build, and the next call builds anew", async (t) => {
      await RunnerProcess.start(t, args, { cwd: folder });
      const client = await connectTo(t, folder);
      const heard = await HeardEvents.of(client, "progress");
      const controller = new AbortController();
      const call = client.invoke(made, controller);
      const builder = await builderPid(heard);
      controller.abort();
      await assert.rejects(call, cancelled);
      await eventually(() => !isProcessAlive(builder), t.signal);
      writeFileSync(go, "");
      t.after(() => rmSync(go));
      assert.equal((await client.invoke(made)).payload, '"done"');
    });

    test("leaves the build to others who wait for it", async (t) => {
      await RunnerProcess.start(t, args, { cwd: folder });
      const [one, two] = [await connectTo(t, folder), await connectTo(t, folder)];
      const heard = await HeardEvents.of(one, "progress");
      const controller = new AbortController();
      const calls = [one.invoke(made, controller), two.invoke(made)] as const;
      await builderPid(heard);
      // Requests of a connection are taken in order.
      await two.status();
      controller.abort();
      await assert.rejects(calls[0], cancelled);
      writeFileSync(go, "");
      t.after(() => rmSync(go));
      assert.equal((await calls[1]).payload, '"done"');
    });
  });
});

async function builderPid(heard: HeardEvents): Promise<number> {
  const progress = await heard.once((event) => event.event === "progress" && event.kind === "tool");
  assert.ok(progress.event === "progress");
  return Number(progress.text);
}
