import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { wheel } from "./build/wheel.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "processes of this machine" : "containers of stand-in images";
  const skip = lacking("aws clients") || (engine === "container" && lacking("container engine"));
  describe(`Python with packages, in ${where}`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let saves: Saves;
    before(async () => {
      project = await startProject(scope, { files, defaults, functions }, engineArguments(engine));
      saves = new Saves(project);
      mkdirSync(join(project.folder, "wheels"));
      for (const version of [1, 2]) {
        const name = `demo-${version}.0-py3-none-any.whl`;
        const module = { "demo/__init__.py": `version = ${version}\n` };
        writeFileSync(join(project.folder, "wheels", name), await wheel(name, module));
      }
    });

    test("runs saved sources with the packages that are installed already", async () => {
      assert.equal((await project.invoke("Snake")).payload, "source 1, package 1");
      const reload = await saves.save("code/app.py", app(2));
      assert.deepEqual(reload.functions, ["Snake"]);
      const answer = await project.invoke("Snake");
      assert.equal(answer.payload, "source 2, package 1");
      assert.equal((await project.record(answer.requestId))["build"], reload.build);
    });

    test("installs anew when requirements change, also those that are included", async () => {
      const reload = await saves.save("shared.txt", "demo==2.0\n");
      assert.deepEqual(reload.functions, ["Snake"]);
      assert.equal((await project.invoke("Snake")).payload, "source 2, package 2");
    });

    test("keeps the last good packages when requirements can't be met, and says where", async () => {
      const problem = await saves.lineAfter(
        () => saves.write("shared.txt", "demo==3.0\n"),
        (line) => line.event === "problem" && line["code"] === "build-error",
      );
      assert.equal(problem["file"], join(project.folder, "shared.txt"));
      assert.equal((await project.invoke("Snake")).payload, "source 2, package 2");
      await saves.save("shared.txt", "demo==1.0\n");
      assert.equal((await project.invoke("Snake")).payload, "source 2, package 1");
    });
  });
}

const app = (version: number): string =>
  `import demo\n\n\ndef handler(event, context):\n    return f"source ${version}, package {demo.version}"\n`;

const files = {
  "code/app.py": app(1),
  "code/requirements.txt": "--no-index\n--find-links ../wheels\n-r ../shared.txt\n",
  "shared.txt": "demo==1.0\n",
};

const defaults = { Runtime: "python3.11", Timeout: 20, MemorySize: 256 };

const functions = { Snake: { CodeUri: "code", Handler: "app.handler" } };
