import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { writeTemplate } from "./harness/project.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

const count = 300;

describe(`A project of ${count} functions`, { timeout: 60_000 }, () => {
  const scope = suiteScope();
  let project: RunningProject;
  let saves: Saves;
  before(async () => {
    project = await startProject(scope, { files, functions, defaults });
    saves = new Saves(project);
  });

  test("reloads the one function that was edited", async () => {
    assert.equal(await project.payloadOf("F7"), "function 7, shared 1");
    const reload = await saves.save("f7/app.ts", code(7, "edited"));
    assert.deepEqual(reload.functions, ["F7"]);
    assert.equal(await project.payloadOf("F7"), "edited 7, shared 1");
  });

  test("builds a function that nobody has called yet when it is edited", async () => {
    const reload = await saves.save("f8/app.ts", code(8, "edited"));
    assert.deepEqual(reload.functions, ["F8"]);
    assert.equal(await project.payloadOf("F8"), "edited 8, shared 1");
  });

  test("reloads those that contain a shared module and were built; the others have it at their first call", async () => {
    const built = ["F7", "F8", "F20", "F21", "F22", "F23", "F24", "F25"];
    for (const name of built) await project.payloadOf(name);
    const first = saves.reloads.length;
    saves.write("shared/value.ts", "export const value = 2;\n");
    await saves.lineAfter(
      () => undefined,
      () => new Set(saves.reloads.slice(first).flatMap(({ functions }) => functions)).size === built.length,
    );
    assert.deepEqual(
      saves.reloads
        .slice(first)
        .flatMap(({ functions }) => functions)
        .sort(),
      [...built].sort(),
    );
    for (const name of built) assert.match(String(await project.payloadOf(name)), /shared 2$/);
    assert.equal(await project.payloadOf("F100"), "function 100, shared 2");
  });

  test("has its template read again", async () => {
    const edited = { ...functions, F7: { ...functions["F7"], MemorySize: 300 } };
    const reload = await saves.after(() => writeTemplate(project.folder, { functions: edited, defaults }));
    assert.deepEqual(reload.functions, ["F7"]);
    const { report } = (await project.record((await project.invoke("F7")).requestId)) as unknown as {
      report: { memoryMb: number };
    };
    assert.equal(report.memoryMb, 300);
  });

  test("is made ready as far as it is used when all of it is edited at once", async () => {
    const used = ["F7", "F8", "F20", "F21", "F22", "F23", "F24", "F25", "F100"];
    const first = saves.reloads.length;
    await saves.lineAfter(
      () => {
        for (let index = 0; index < count; index++) saves.write(`f${index}/app.ts`, code(index, "all"));
      },
      () => new Set(saves.reloads.slice(first).flatMap(({ functions }) => functions)).size === used.length,
    );
    for (const name of [...used, "F150"]) assert.equal(await project.payloadOf(name), `all ${name.slice(1)}, shared 2`);
  });
});

function code(index: number, verb = "function"): string {
  return `import { value } from "../shared/value.ts";
export const handler = async () => \`${verb} ${index}, shared \${value}\`;
`;
}

const indexes = Array.from({ length: count }, (_, index) => index);

const files = {
  "shared/value.ts": "export const value = 1;\n",
  ...Object.fromEntries(indexes.map((index) => [`f${index}/app.ts`, code(index)])),
};

const functions: Record<string, Record<string, unknown>> = Object.fromEntries(
  indexes.map((index) => [`F${index}`, { CodeUri: `f${index}` }]),
);

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 20, MemorySize: 128 };
