import assert from "node:assert/strict";
import { once } from "node:events";
import { globSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { workspaceId } from "../runner/control/state-folder.ts";
import { processesIn } from "./chaos/processes.ts";
import { eventually } from "./crash/recorder-project.ts";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { docker } from "./shell-image.ts";

const skipProcesses = process.platform === "linux" ? false : "finds processes in /proc";

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? skipProcesses : skipProcesses || lacking("container engine");
  describe(`A runner that ends in the middle of reloads (${engine})`, { skip, timeout: 60_000 }, () => {
    test("leaves nothing when it is asked to stop", async (t) => {
      const project = await reloading(t, engine);
      assert.equal(await project.runner.stop(), 0);
      assert.deepEqual(madeFolders(project.folder), []);
      assert.deepEqual(processesIn(project.folder), []);
      assert.deepEqual(await containersOf(project.folder), []);
    });

    test("leaves nothing to the next one when it is killed", async (t) => {
      const project = await reloading(t, engine);
      const ended = once(project.runner.child, "exit");
      project.runner.child.kill("SIGKILL");
      await ended;
      assert.notDeepEqual(madeFolders(project.folder), []);

      const next = await RunnerProcess.start(t, engineArguments(engine), { cwd: project.folder });
      assert.deepEqual(madeFolders(project.folder), []);
      assert.deepEqual(await containersOf(project.folder), []);
      await eventually(() => processesIn(join(project.folder, ".state")).length === 0, t.signal);
      assert.equal(await next.stop(), 0);
    });
  });
}

/** A project whose functions are being reloaded: built, started and made ready, and spares put in their place. */
async function reloading(t: TestContext, engine: EngineKind): Promise<RunningProject> {
  const project = await startProject(t, { files, functions, defaults }, engineArguments(engine));
  const saves = new Saves(project);
  for (const name of Object.keys(functions)) await project.invoke(name);
  await saves.save("shared.ts", "export const value = 2;\n");
  await saves.lineAfter(
    () => {
      for (const name of Object.keys(functions)) writeFileSync(join(project.folder, name, "app.ts"), code(3));
    },
    (line) => line.event === "log" && String(line["text"]).startsWith("INIT_START"),
  );
  saves.write("shared.ts", "export const value = 4;\n");
  return project;
}

/** What runners have made for themselves in a workspace's state, as paths in it. */
function madeFolders(folder: string): string[] {
  return globSync("{builds,stages,tmp}/*/**", { cwd: stateFolderOf(folder) });
}

async function containersOf(folder: string): Promise<string[]> {
  const label = `label=pilotlight.workspace=${workspaceId(folder)}`;
  return (await docker(["ps", "--all", "--quiet", "--filter", label])).split("\n").filter((id) => id !== "");
}

function code(version: number): string {
  return `import { value } from "../shared.ts";\nexport const handler = async () => ${version} + value;\n`;
}

const names = ["One", "Two", "Three"];

const files = {
  "shared.ts": "export const value = 1;\n",
  ...Object.fromEntries(names.map((name) => [`${name}/app.ts`, code(1)])),
};

const functions = Object.fromEntries(names.map((name) => [name, { CodeUri: name }]));

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 20, MemorySize: 256 };
