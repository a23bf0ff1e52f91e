import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { join } from "node:path";
import { workspaceId } from "../runner/control/state-folder.ts";
import { processesIn } from "./chaos/processes.ts";
import { eventually } from "./crash/recorder-project.ts";
import { Editor, type Breakpoint } from "./debug/editor.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { invoke, lambdaClient } from "./harness/lambda-client.ts";
import { writeTemplate } from "./harness/project.ts";
import { RunnerProcess } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { innerScope, suiteScope } from "./harness/scope.ts";
import { cacheRoot } from "./images/cached-folder.ts";
import { docker } from "./shell-image.ts";

const project = {
  defaults: { Runtime: "python3.11", Handler: "app.handler", CodeUri: "app", Timeout: 1, MemorySize: 256 },
  functions: { App: {}, Other: {} },
  files: {
    "app/app.py": "import os\n\ndef handler(event, _):\n    pid = os.getpid()\n    return 'answer'\n",
  },
};

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container";
  const skip = engine === "process" ? false : lacking("container engine");
  suite(`While Python stands still in ${where}`, { skip, timeout: 180_000 }, () => {
    const scope = suiteScope();
    let running: RunningProject;
    let breakpoint: Breakpoint;
    before(async () => {
      running = await startProject(scope, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
      breakpoint = { source: join(running.folder, "app/app.py"), line: 5 };
    });

    test("it can be killed, which fails its call, and the next call stops again", async (t) => {
      const editor = await Editor.open(innerScope(t), running.folder, "App", breakpoint);
      const call = running.invoke("App");
      const { client, stop } = await editor.stopped();
      if (engine === "process") process.kill(Number(await client.evaluate(stop, "pid")), "SIGKILL");
      else await docker(["kill", ...(await containersOf(running.folder))]);
      const { payload, functionError } = await call;
      assert.equal(functionError, "Unhandled");
      assert.match(JSON.stringify(payload), /Runtime exited with error: signal: killed/);
      await client.programEnded();
      const nextCall = running.invoke("App");
      const next = await editor.stopped();
      await next.client.resume(next.stop);
      assert.equal((await nextCall).payload, "answer");
    });

    test("its editor can crash, and the function goes on without it", async (t) => {
      const editor = await Editor.open(innerScope(t), running.folder, "App", breakpoint);
      const call = running.invoke("App");
      const { client } = await editor.stopped();
      editor.adapter.kill();
      client.detach();
      assert.equal((await call).payload, "answer");
      const { payload, requestId } = await running.invoke("App");
      assert.equal(payload, "answer");
      assert.equal((await running.record(requestId))["isDebugged"], false);
    });

    test("its function can leave the template, and is debugged again when it is back", async (t) => {
      const editor = await Editor.open(innerScope(t), running.folder, "App", breakpoint);
      const call = running.invoke("App");
      const { client, stop } = await editor.stopped();
      writeTemplate(running.folder, { ...project, functions: { Other: {} } });
      await editor.adapter.shown("console", /^App is no longer in the project/);
      await client.resume(stop);
      assert.equal((await call).payload, "answer");
      await client.programEnded();
      writeTemplate(running.folder, project);
      await editor.adapter.shown("console", /^From now on calls of App stop at breakpoints/);
      const nextCall = running.invoke("App");
      const next = await editor.stopped();
      await next.client.resume(next.stop);
      assert.equal((await nextCall).payload, "answer");
    });

    test("its runner can be killed, which the session says and ends", async (t) => {
      const scope = innerScope(t);
      const own = await startProject(scope, project, engineArguments(engine), { XDG_CACHE_HOME: cacheRoot });
      const source = join(own.folder, "app/app.py");
      const editor = await Editor.open(scope, own.folder, "App", { source, line: 5 });
      const call = own.invoke("App");
      const { client } = await editor.stopped();
      own.runner.child.kill("SIGKILL");
      await assert.rejects(call);
      await editor.adapter.shown("stderr", /runner of .* has stopped\. Start debugging again/);
      await editor.adapter.heard("terminated");
      client.detach();
      await editor.adapter.stop();
      await eventually(() => processesIn(own.folder).length === 0, t.signal);
      const next = await RunnerProcess.start(scope, engineArguments(engine), {
        cwd: own.folder,
        env: { XDG_CACHE_HOME: cacheRoot },
      });
      if (engine === "container") assert.deepEqual(await containersOf(own.folder), []);
      const again = await Editor.open(scope, own.folder, "App", { source, line: 5 });
      const lastCall = invoke(lambdaClient(scope, next.lambdaApi), "App");
      const last = await again.stopped();
      await last.client.resume(last.stop);
      assert.equal((await lastCall).payload, "answer");
    });
  });
}

async function containersOf(folder: string): Promise<string[]> {
  const label = `label=pilotlight.workspace=${workspaceId(folder)}`;
  const ids = await docker(["ps", "--all", "--quiet", "--no-trunc", "--filter", label]);
  return ids === "" ? [] : ids.split("\n");
}
