import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { suite, test } from "node:test";
import { connectTo } from "./control/connect.ts";
import { StoppedSession, type End } from "./debug/stopped-session.ts";
import { SessionTraces } from "./debug/session-traces.ts";
import { stoppableLanguages, type StoppableLanguage } from "./debug/stoppable-languages.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { writeProject } from "./harness/project.ts";
import { runnerCaches } from "./harness/runner-caches.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";
import { innerScope, type Scope } from "./harness/scope.ts";

const skipProcesses = process.platform === "linux" ? false : "finds processes in /proc";

for (const language of stoppableLanguages) {
  for (const engine of ["process", "container"] as const) {
    const skip = skipProcesses || (engine === "container" && lacking("container engine"));
    suite(`A debug session of ${language.name} (${engine})`, { skip, timeout: 240_000 }, () => {
      // Of all ways to leave, which the other test goes through: it takes its time until a runner knows that nobody uses it.
      for (const [end, isStopped] of [
        ["disconnects", true],
        ["closes its streams", false],
        ["is killed", true],
      ] as const) {
        const when = isStopped ? "while stopped" : "while idle";
        test(`leaves nothing, nor the runner that it has started, when its client ${end} ${when}`, async (t) => {
          const folder = newProject(t, language);
          const traces = await SessionTraces.begin(folder, engine);
          const session = await StoppedSession.begin(t, { folder, language, engine, traces });
          await session.reload(2);
          traces.assertSeen();
          await leave(session, end, isStopped, "2");
          await traces.gone(t.signal);
          await traces.assertAsBefore();
        });
      }

      test("leaves a runner that was there as it was, however its client leaves", async (t) => {
        const scope = innerScope(t);
        const folder = newProject(scope, language);
        await RunnerProcess.start(scope, engineArguments(engine), { cwd: folder, env: runnerCaches });
        const client = await connectTo(scope, folder);
        // What builds stays with the runner.
        await client.invoke({ functionName: "App", event: "{}" });
        for (const end of ["disconnects", "closes its streams", "is killed"] as const) {
          for (const isStopped of [false, true]) {
            const traces = await SessionTraces.begin(folder, engine);
            const session = await StoppedSession.begin(scope, { folder, language, engine, traces });
            traces.assertSeen();
            await leave(session, end, isStopped, "1");
            await traces.gone(t.signal);
            const { payload, requestId } = await client.invoke({ functionName: "App", event: "{}" });
            assert.equal(payload, "1");
            const records = await client.invocations({ functionName: "App", limit: 1 });
            assert.deepEqual(
              records.map((record) => [record.requestId, record.isDebugged]),
              [[requestId, false]],
            );
          }
        }
      });

      test("ends a call by its timeout that a debugger keeps standing still", async (t) => {
        const scope = innerScope(t);
        const folder = newProject(scope, language);
        await RunnerProcess.start(scope, engineArguments(engine), { cwd: folder, env: runnerCaches });
        const client = await connectTo(scope, folder);
        await client.invoke({ functionName: "App", event: "{}" });
        const traces = await SessionTraces.begin(folder, engine);
        const session = await StoppedSession.begin(scope, { folder, language, engine, traces });
        const { reply } = await session.stoppedCall();
        session.adapter.kill();
        assert.match((await reply).payload, /Task timed out after 1\.00 seconds/);
        // As each does that hears that its program is gone.
        session.dropDebuggers();
        await traces.gone(t.signal);
      });
    });
  }
}

/** A call that stands still goes on to its answer. */
async function leave(session: StoppedSession, end: End, isStopped: boolean, answer: string): Promise<void> {
  const call = isStopped ? await session.stoppedCall() : undefined;
  await session.end(end);
  assert.equal((await call?.reply)?.payload ?? answer, answer);
}

function newProject(scope: Scope, language: StoppableLanguage): string {
  const { runtime, file } = language;
  const folder = newFolder(scope);
  // Code is mounted into containers whose user is somebody else.
  chmodSync(folder, 0o755);
  writeProject(folder, {
    defaults: { Runtime: runtime, Handler: "app.handler", CodeUri: "app", Timeout: 1, MemorySize: 256 },
    functions: { App: {} },
    files: { [`app/${file}`]: language.code(1) },
  });
  return folder;
}
