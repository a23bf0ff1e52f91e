import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { workspaceId } from "../runner/control/state-folder.ts";
import { zip } from "./build/zip.ts";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { startProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { docker } from "./shell-image.ts";

describe("Code of other kinds, when it is made anew", { timeout: 90_000 }, () => {
  test("an archive is unpacked again, of a function and of a layer", async (t) => {
    const made = newFolder(t);
    const write = async (path: string, entries: Readonly<Record<string, string>>): Promise<void> => {
      writeFileSync(`${path}.part`, await zip(entries));
      renameSync(`${path}.part`, path);
    };
    const code = (version: number): Record<string, string> => ({
      "app.js": `const word = require("word");\nexports.handler = async () => \`code ${version}, layer \${word}\`;\n`,
    });
    const layer = (version: number): Record<string, string> => ({
      "nodejs/node_modules/word/index.js": `module.exports = ${version};\n`,
    });
    await write(join(made, "code.zip"), code(1));
    await write(join(made, "layer.zip"), layer(1));
    const project = await startProject(t, {
      copies: { "code.zip": join(made, "code.zip"), "layer.zip": join(made, "layer.zip") },
      functions: { Packed: { CodeUri: "code.zip", Handler: "app.handler", Layers: [{ Ref: "Words" }] } },
      layers: { Words: "layer.zip" },
      defaults: { Runtime: "nodejs24.x", Timeout: 20 },
    });
    const saves = new Saves(project);
    assert.equal((await project.invoke("Packed")).payload, "code 1, layer 1");
    await saves.after(() => write(join(project.folder, "code.zip"), code(2)));
    assert.equal((await project.invoke("Packed")).payload, "code 2, layer 1");
    await saves.after(() => write(join(project.folder, "layer.zip"), layer(2)));
    assert.equal((await project.invoke("Packed")).payload, "code 2, layer 2");
  });

  const skipMake = spawnSync("make", ["--version"]).error ? "make is not installed" : false;
  test("a build by make is done again", { skip: skipMake }, async (t) => {
    const script = (version: number): string => `exports.handler = async () => ${version};\n`;
    const project = await startProject(t, {
      files: {
        "made/app.js.in": script(1),
        "made/Makefile": "build-Made:\n\tcp app.js.in $(ARTIFACTS_DIR)/app.js\n",
      },
      functions: { Made: { CodeUri: "made", Handler: "app.handler", Metadata: { BuildMethod: "makefile" } } },
      defaults: { Runtime: "nodejs24.x", Timeout: 20 },
    });
    const saves = new Saves(project);
    assert.equal((await project.invoke("Made")).payload, 1);
    await saves.save("made/app.js.in", script(2));
    assert.equal((await project.invoke("Made")).payload, 2);
    const broken = await saves.save("made/Makefile", "build-Made:\n\tfalse\n");
    assert.deepEqual(broken.failed, ["Made"]);
    assert.equal((await project.invoke("Made")).payload, 2);
    await saves.save("made/Makefile", "build-Made:\n\tsed s/2/3/ app.js.in > $(ARTIFACTS_DIR)/app.js\n");
    assert.equal((await project.invoke("Made")).payload, 3);
  });

  test("an image is built again from its context", { skip: lacking("container engine") }, async (t) => {
    const tag = randomUUID().slice(0, 8);
    const script = (version: number): string => `exports.handler = async () => ${version};\n`;
    const dockerfile = (file: string): string =>
      `FROM pilotlight-test/nodejs:24\nCOPY ${file} \${LAMBDA_TASK_ROOT}/index.js\nCMD ["index.handler"]\n`;
    const project = await startProject(
      t,
      {
        files: { "image/index.js": script(1), "image/other.js": script(5), "image/Dockerfile": dockerfile("index.js") },
        functions: { Image: { Metadata: { Dockerfile: "Dockerfile", DockerContext: "image", DockerTag: tag } } },
        defaults: { PackageType: "Image", Timeout: 30 },
      },
      engineArguments("container"),
    );
    const saves = new Saves(project);
    assert.equal((await project.invoke("Image")).payload, 1);
    await saves.save("image/index.js", script(2));
    assert.equal((await project.invoke("Image")).payload, 2);
    await saves.save("image/Dockerfile", dockerfile("other.js"));
    assert.equal((await project.invoke("Image")).payload, 5);
    const failed = await saves.save("image/Dockerfile", dockerfile("missing.js"));
    assert.deepEqual(failed.failed, ["Image"]);
    assert.equal((await project.invoke("Image")).payload, 5);
    await saves.save("image/Dockerfile", dockerfile("index.js"));
    assert.equal((await project.invoke("Image")).payload, 2);
    await docker(["image", "rm", "--force", `pilotlight-${workspaceId(project.folder)}/image:${tag}`]);
  });
});
