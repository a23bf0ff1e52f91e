import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import { Environments } from "./harness/environments.ts";
import { lacking, pathOf } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

for (const engine of ["process", "container"] as const) {
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`Calls around a save (${engine})`, { skip, timeout: 60_000 }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let saves: Saves;
    let environments: Environments;
    before(async () => {
      project = await startProject(scope, { files, functions, defaults }, engineArguments(engine));
      saves = new Saves(project);
      environments = await Environments.watch(scope, project);
    });

    test("are all answered, also those that need more environments than there are", async () => {
      const call = (ms: number): Promise<number>[] =>
        Array.from({ length: 4 }, async () => {
          const { payload, functionError, log } = await project.invoke("Typed", { ms });
          assert.equal(functionError, undefined, log);
          return Number(payload);
        });
      const before = call(300);
      await environments.until("Typed", (states) => states.includes("busy"));
      saves.write("typed/app.ts", typed(2));
      const during = call(20);
      await project.line((line) => line.event === "reload");
      const after = await Promise.all(call(20));
      assert.deepEqual(after, [2, 2, 2, 2]);
      for (const version of await Promise.all([...before, ...during])) assert.ok([1, 2].includes(version));
      // What ran the old code goes once it is through.
      await environments.until("Typed", (states) => !states.includes("busy"));
      assert.equal((await project.invoke("Typed", { ms: 0 })).payload, 2);
    });

    test("that kill their runtime while it is replaced are told so, and the next runs the new code", async () => {
      await saves.save("typed/app.ts", typed(3));
      const dying = project.invoke("Typed", { ms: 200, exit: true });
      await environments.until("Typed", (states) => states.includes("busy"));
      const reload = saves.save("typed/app.ts", typed(4));
      assert.equal((await dying).functionError, "Unhandled");
      assert.deepEqual((await reload).functions, ["Typed"]);
      assert.equal((await project.invoke("Typed", { ms: 0 })).payload, 4);
    });

    test("find the new code though its environment has died since it was made ready", async () => {
      await saves.save("typed/app.ts", typed(5));
      assert.equal((await project.invoke("Typed", { ms: 0, diesLater: true })).payload, 5);
      await environments.until("Typed", (states) => !states.includes("idle") && !states.includes("busy"));
      assert.equal((await project.invoke("Typed", { ms: 0 })).payload, 5);
    });

    test("of two functions with one code folder run what was saved for each", async () => {
      assert.equal((await project.invoke("Left")).payload, "left 1, both 1");
      assert.equal((await project.invoke("Right")).payload, "right 1, both 1");
      assert.equal((await project.invoke("SnakeLeft")).payload, "left 1, both 1");
      assert.equal((await project.invoke("SnakeRight")).payload, "right 1, both 1");
      const edits: readonly (readonly [path: string, content: string, functions: readonly string[]])[] = [
        ["pair/left.mjs", plain("left", 2), ["Left"]],
        ["pair/right.mjs", plain("right", 2), ["Right"]],
        ["pair/both.mjs", "export const both = 2;\n", ["Left", "Right"]],
        ["snakes/left.py", snake("left", 2), ["SnakeLeft"]],
        ["snakes/right.py", snake("right", 2), ["SnakeRight"]],
        ["snakes/both.py", "both = 2\n", ["SnakeLeft", "SnakeRight"]],
      ];
      const first = saves.reloads.length;
      for (const [path, content, expected] of edits) {
        assert.deepEqual([...(await saves.save(path, content)).functions].sort(), expected, path);
      }
      assert.equal(saves.reloads.length - first, edits.length);
      for (const name of ["Left", "SnakeLeft"]) assert.equal((await project.invoke(name)).payload, "left 2, both 2");
      for (const name of ["Right", "SnakeRight"]) assert.equal((await project.invoke(name)).payload, "right 2, both 2");
    });
  });

  const skipAddon = engine === "process" ? lacking("native addon") : lacking("native addon", "container engine");
  test(`A handler beside a native addon is reloaded (${engine})`, { skip: skipAddon, timeout: 60_000 }, async (t) => {
    const project = await startProject(
      t,
      {
        functions: { Resize: { Handler: "app.handler", CodeUri: ".", Timeout: 30, MemorySize: 512 } },
        defaults: { Runtime: "nodejs24.x", Architectures: [process.arch === "arm64" ? "arm64" : "x86_64"] },
        copies: { node_modules: `${pathOf("native addon")}/node_modules` },
        files: { "app.ts": resizing(10) },
      },
      engineArguments(engine),
    );
    const saves = new Saves(project);
    assert.equal((await project.invoke("Resize")).payload, 10);
    for (const width of [20, 30]) {
      assert.deepEqual((await saves.save("app.ts", resizing(width))).initErrors, {});
      assert.equal((await project.invoke("Resize")).payload, width);
    }
  });
}

function typed(version: number): string {
  return `import { spawn } from "node:child_process";
const killLater = \`setTimeout(() => process.kill(\${process.pid}, "SIGKILL"), 200)\`;
export const handler = async ({ ms, exit, diesLater }: Record<string, number>) => {
  // By somebody else: its own timers stand still while it is idle.
  if (diesLater) spawn(process.execPath, ["--eval", killLater]);
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (exit) process.exit(1);
  return ${version};
};
`;
}

function plain(name: string, version: number): string {
  return `import { both } from "./both.mjs";\nexport const handler = async () => \`${name} ${version}, both \${both}\`;\n`;
}

function snake(name: string, version: number): string {
  return `from both import both\n\ndef handler(event, context):\n    return f"${name} ${version}, both {both}"\n`;
}

function resizing(width: number): string {
  return `import sharp from "sharp";
export async function handler() {
  const image = sharp({ create: { width: 40, height: 20, channels: 3, background: "red" } });
  const { info } = await image.resize(${width}).png().toBuffer({ resolveWithObject: true });
  return info.width;
}
`;
}

const files = {
  "typed/app.ts": typed(1),
  "pair/left.mjs": plain("left", 1),
  "pair/right.mjs": plain("right", 1),
  "pair/both.mjs": "export const both = 1;\n",
  "snakes/left.py": snake("left", 1),
  "snakes/right.py": snake("right", 1),
  "snakes/both.py": "both = 1\n",
};

const functions = {
  Typed: { CodeUri: "typed" },
  Left: { CodeUri: "pair", Handler: "left.handler" },
  Right: { CodeUri: "pair", Handler: "right.handler" },
  SnakeLeft: { CodeUri: "snakes", Handler: "left.handler", Runtime: "python3.11" },
  SnakeRight: { CodeUri: "snakes", Handler: "right.handler", Runtime: "python3.11" },
};

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 20, MemorySize: 256 };
