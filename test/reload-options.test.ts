import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { engineArguments, type EngineKind } from "./harness/engines.ts";
import { Environments } from "./harness/environments.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { Saves } from "./harness/saves.ts";

const names = ["Typed", "Plain", "Snake"];

/** Where each function's code is, and the code of a version. */
const sources: Readonly<Record<string, readonly [file: string, code: (version: number) => string]>> = {
  Typed: ["typed/app.ts", (version) => `export const handler = async (): Promise<number> => ${version};\n`],
  Plain: ["dist/app.mjs", (version) => `export const handler = async () => ${version};\n`],
  Snake: ["snake/app.py", (version) => `def handler(event, context):\n    return ${version}\n`],
};

interface Started {
  readonly project: RunningProject;
  readonly saves: Saves;
  readonly environments: Environments;
}

async function start(t: TestContext, engine: EngineKind, ...options: readonly string[]): Promise<Started> {
  const project = await startProject(t, { files, functions, defaults }, [...engineArguments(engine), ...options]);
  const environments = await Environments.watch(t, project);
  for (const name of names) assert.equal((await project.invoke(name)).payload, 1);
  return { project, saves: new Saves(project), environments };
}

/** Saves each function's code several times and calls it. */
async function editAll({ project, saves }: Started): Promise<void> {
  for (const name of names) {
    const [file, code] = sources[name] ?? assert.fail();
    for (const version of [2, 3]) {
      assert.deepEqual((await saves.save(file, code(version))).functions, [name]);
      assert.equal((await project.invoke(name)).payload, version);
    }
  }
}

describe("Reload as the command line wants it", { timeout: 120_000 }, () => {
  test("does nothing with --no-watch", async (t) => {
    const { project, saves } = await start(t, "process", "--no-watch");
    for (const name of names) {
      const [file, code] = sources[name] ?? assert.fail();
      saves.write(file, code(2));
      assert.equal((await project.invoke(name)).payload, 1);
    }
    // Environments that start now have the code that bundles had.
    const answers = await Promise.all(names.map(() => project.invoke("Typed")));
    assert.deepEqual(
      answers.map(({ payload }) => payload),
      [1, 1, 1],
    );
    assert.deepEqual(saves.reloads, []);
  });

  test("works with --watch-polling", async (t) => editAll(await start(t, "process", "--watch-polling")));

  test("works without spares, and has none", async (t) => {
    const started = await start(t, "process", "--spares", "0");
    await editAll(started);
    // Each save has stopped one environment and started the next, and nothing was kept beside it.
    const { environments } = started;
    const isAllThere = (states: readonly string[]): boolean => states.join() === "stopped,stopped,idle";
    for (const name of names) await environments.until(name, isAllThere);
  });

  test("leaves alone what --watch-ignore names", async (t) => {
    const { project, saves } = await start(t, "process", "--watch-ignore", "/snake/data/*.bin");
    await saves.save("snake/data/words.txt", "one");
    saves.write("snake/data/words.bin", "two");
    const [file, code] = sources["Typed"] ?? assert.fail();
    await saves.save(file, code(2));
    assert.equal((await project.invoke("Typed")).payload, 2);
    assert.deepEqual(
      saves.reloads.map(({ functions: reloaded }) => [...reloaded]),
      [["Snake"], ["Typed"]],
    );
  });
});

const transfers: readonly (readonly [engine: EngineKind, ...options: string[]])[] = [
  ["process"],
  ["container", "--code-transfer", "mount"],
  ["container", "--code-transfer", "copy"],
];
for (const [engine, ...options] of transfers) {
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`What is saved for ${[engine, ...options].join(" ")}`, { skip, timeout: 120_000 }, () => {
    test("runs at the next call", async (t) => editAll(await start(t, engine, ...options)));

    test("runs after a build that makes its output folder anew", async (t) => {
      const started = await start(t, engine, ...options);
      const { project, saves, environments } = started;
      const hasSpare = (states: readonly string[]): boolean => states.includes("spare");
      await environments.until("Plain", hasSpare);
      const folder = join(project.folder, "dist");
      const code = (version: number): string => sources["Plain"]?.[1](version) ?? "";
      const rebuilds: readonly ((version: number) => void)[] = [
        (version) => {
          rmSync(folder, { recursive: true });
          mkdirSync(folder);
          writeFileSync(join(folder, "app.mjs"), code(version));
        },
        (version) => {
          mkdirSync(`${folder}.new`);
          writeFileSync(join(`${folder}.new`, "app.mjs"), code(version));
          renameSync(folder, `${folder}.old`);
          renameSync(`${folder}.new`, folder);
          rmSync(`${folder}.old`, { recursive: true });
        },
      ];
      let version = 2;
      for (const rebuild of [...rebuilds, ...rebuilds]) {
        const isMade = (await saves.after(() => rebuild(version))).functions;
        assert.deepEqual(isMade, ["Plain"]);
        assert.equal((await project.invoke("Plain")).payload, version);
        await environments.until("Plain", hasSpare);
        version += 1;
      }
    });

    test("waits for a build that takes its time between removing and writing", async (t) => {
      const { project, saves } = await start(t, engine, ...options);
      const folder = join(project.folder, "dist");
      await saves.lineAfter(
        () => rmSync(folder, { recursive: true }),
        (line) => line.event === "reload" || line.event === "problem",
      );
      mkdirSync(folder);
      await saves.save("dist/app.mjs", sources["Plain"]?.[1](2) ?? "");
      assert.equal((await project.invoke("Plain")).payload, 2);
    });
  });
}

const files = Object.fromEntries(Object.values(sources).map(([file, code]) => [file, code(1)]));

const functions = {
  Typed: { CodeUri: "typed" },
  Plain: { CodeUri: "dist" },
  Snake: { CodeUri: "snake", Runtime: "python3.11" },
};

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 20, MemorySize: 256 };
