import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "processes of this machine" : "containers of stand-in images";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`what is saved, in ${where}`, { skip, timeout: 120_000 }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let saves: Saves;
    before(async () => {
      project = await startProject(
        scope,
        { files, defaults, functions, layers: { Deep: "layer" } },
        engineArguments(engine),
      );
      saves = new Saves(project);
    });

    test("runs at the next call, in an environment that waits for it already", async () => {
      assert.equal(await project.payloadOf("Typed"), "typed 1, shared 1");
      const reload = await saves.save("typed/app.ts", typed(2));
      assert.deepEqual(reload.functions, ["Typed"]);
      assert.deepEqual(reload.files, [`${project.folder}/typed/app.ts`]);
      const linesBefore = saves.lines.length;
      const answer = await project.invoke("Typed");
      assert.equal(answer.payload, "typed 2, shared 1");
      const record = await project.record(answer.requestId);
      assert.equal(record["build"], reload.build);
      const during = saves.lines.slice(linesBefore).map(({ text }) => String(text));
      assert.ok(!during.some((text) => text.startsWith("INIT_START")), "the call had to start an environment");
    });

    test("reloads every function that contains it once, and no other", async () => {
      await project.payloadOf("Typed");
      await project.payloadOf("Other");
      await project.payloadOf("Snake");
      const count = saves.reloads.length;
      const reload = await saves.save("shared/value.ts", "export const value = 2;\n");
      assert.deepEqual([...reload.functions].sort(), ["Other", "Typed"]);
      assert.equal(await project.payloadOf("Typed"), "typed 2, shared 2");
      assert.equal(await project.payloadOf("Other"), "other, shared 2");
      // A later save of something else shows that nothing more came of this one.
      await saves.save("snake/app.py", snake(2));
      assert.equal(await project.payloadOf("Snake"), "snake 2");
      assert.deepEqual(
        saves.reloads.slice(count).map(({ functions: reloaded }) => reloaded.length),
        [2, 1],
      );
    });

    test("keeps the last good build serving when it can't be built, and says where", async () => {
      const good = await saves.save("typed/app.ts", typed(3));
      const problem = await saves.lineAfter(
        () => saves.write("typed/app.ts", "export const handler = () => {{{\n"),
        (line) => line.event === "problem" && line["code"] === "build-error",
      );
      assert.equal(problem["file"], `${project.folder}/typed/app.ts`);
      const failed = await project.line((line) => line.event === "reload" && String(line["failed"]) === "Typed");
      assert.deepEqual(failed["functions"], []);
      const answer = await project.invoke("Typed");
      assert.equal(answer.payload, "typed 3, shared 2");
      assert.equal((await project.record(answer.requestId))["build"], good.build);

      const mended = await saves.save("typed/app.ts", typed(4));
      assert.deepEqual(mended.functions, ["Typed"]);
      assert.equal(await project.payloadOf("Typed"), "typed 4, shared 2");
    });

    test("shows an error of its init at once", async () => {
      const reload = await saves.save("typed/app.ts", 'throw new Error("no luck");\nexport const handler = () => 1;\n');
      assert.deepEqual(reload.initErrors, { Typed: "Error: no luck" });
      await project.logged("Typed", "no luck");
      const problem = saves.lines.find((line) => line.event === "problem" && line["code"] === "init-failed");
      assert.equal(problem?.["file"], `${project.folder}/typed/app.ts`);
      assert.equal((await project.invoke("Typed")).functionError, "Unhandled");
      await saves.save("typed/app.ts", typed(5));
      assert.equal(await project.payloadOf("Typed"), "typed 5, shared 2");
    });

    test("lets an invocation that runs finish on the old code", async () => {
      await saves.save("typed/app.ts", slow(1));
      const running = project.invoke("Typed", { ms: 1500 });
      await project.logged("Typed", "begun on 1");
      const reload = await saves.save("typed/app.ts", slow(2));
      assert.equal((await project.invoke("Typed", { ms: 0 })).payload, 2);
      const old = await running;
      assert.equal(old.payload, 1);
      assert.notEqual((await project.record(old.requestId))["build"], reload.build);
    });

    test("applies to a bootstrap of one's own", async () => {
      assert.equal(await project.payloadOf("Shell"), "shell 1");
      await saves.save("shell/bootstrap", shell(2));
      assert.equal(await project.payloadOf("Shell"), "shell 2");
    });

    test("applies to plain JavaScript and to what it imports", async () => {
      assert.equal(await project.payloadOf("Plain"), "plain 1");
      await saves.save("plain/value.mjs", "export const value = 2;\n");
      assert.equal(await project.payloadOf("Plain"), "plain 2");
    });

    test("applies to the depths of a layer", async () => {
      assert.equal(await project.payloadOf("Layered"), "layer 1");
      const reload = await saves.save("layer/nodejs/node_modules/deep/lib/inner/value.js", "module.exports = 2;\n");
      assert.deepEqual(reload.functions, ["Layered"]);
      assert.equal(await project.payloadOf("Layered"), "layer 2");
    });
  });
}

const typed = (version: number): string =>
  `import { value } from "../shared/value.ts";\nexport const handler = async () => \`typed ${version}, shared \${value}\`;\n`;

const slow = (version: number): string => `export const handler = async ({ ms }: { ms: number }) => {
  console.log("begun on ${version}");
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ${version};
};
`;

const snake = (version: number): string => `def handler(event, context):\n    return "snake ${version}"\n`;

const shell = (version: number): string => `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  id=$(curl -s -D - -o /dev/null "$api/next" | tr -d '\\r' | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
  curl -s -o /dev/null -d '"shell ${version}"' "$api/$id/response"
done
`;

const files = {
  "typed/app.ts": typed(1),
  "shared/value.ts": "export const value = 1;\n",
  "other/app.ts":
    'import { value } from "../shared/value.ts";\nexport const handler = async () => `other, shared ${value}`;\n',
  "snake/app.py": snake(1),
  "plain/index.mjs": 'import { value } from "./value.mjs";\nexport const handler = async () => `plain ${value}`;\n',
  "plain/value.mjs": "export const value = 1;\n",
  "layered/index.js": 'const value = require("deep");\nexports.handler = async () => `layer ${value}`;\n',
  "layer/nodejs/node_modules/deep/index.js": 'module.exports = require("./lib/inner/value.js");\n',
  "layer/nodejs/node_modules/deep/lib/inner/value.js": "module.exports = 1;\n",
  "shell/bootstrap": shell(1),
};

const defaults = { Runtime: "nodejs24.x", Timeout: 20, MemorySize: 256 };

const functions = {
  Typed: { CodeUri: "typed", Handler: "app.handler", Metadata: { BuildMethod: "esbuild" } },
  Other: { CodeUri: "other", Handler: "app.handler", Metadata: { BuildMethod: "esbuild" } },
  Snake: { CodeUri: "snake", Handler: "app.handler", Runtime: "python3.11" },
  Plain: { CodeUri: "plain", Handler: "index.handler" },
  Layered: { CodeUri: "layered", Handler: "index.handler", Layers: [{ Ref: "Deep" }] },
  Shell: { CodeUri: "shell", Handler: "bootstrap", Runtime: "provided.al2023" },
};
