import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import { lacking } from "./harness/parts.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { reloadOf, Saves } from "./harness/saves.ts";
import { suiteScope } from "./harness/scope.ts";

// These wait for Lambda's own limits: all at the same time.
describe("Code that is slow to load, when it is saved", { timeout: 90_000, concurrency: true }, () => {
  for (const engine of ["process", "container"] as const) {
    const skip = engine === "process" ? false : lacking("container engine");
    describe(
      `in ${engine === "process" ? "processes" : "containers"}`,
      { skip, timeout: 90_000, concurrency: true },
      () => {
        const scope = suiteScope();
        let project: RunningProject;
        let saves: Saves;
        before(async () => {
          project = await startProject(scope, { files, functions, defaults }, engineArguments(engine));
          saves = new Saves(project);
          for (const name of Object.keys(functions)) await project.invoke(name);
        });

        /** Saves code and resolves to what its init fails with. Others are saved at the same time, and told of together. */
        const save = async (name: string, content: string): Promise<string | undefined> => {
          const reload = await saves.lineAfter(
            () => saves.write(`${name.toLowerCase()}/app.mjs`, content),
            (line) => reloadOf(line)?.functions.includes(name) === true,
          );
          return reloadOf(reload)?.initErrors[name];
        };

        test("does not hold up the next save while it hangs", async () => {
          saves.write("corrected/app.mjs", slow(600_000, 2));
          await project.logged("Corrected", "loading 2");
          assert.equal(await save("Corrected", slow(0, 3)), undefined);
          assert.equal((await project.invoke("Corrected")).payload, 3);
          const builds = saves.reloads.filter(({ functions: names }) => names.includes("Corrected"));
          assert.equal(builds.length, 1, "what never became ready was told of");
        });

        test("does not hold up the first call of the save that follows", async () => {
          saves.write("called/app.mjs", slow(600_000, 2));
          await project.logged("Called", "loading 2");
          const waiting = project.invoke("Called");
          saves.write("called/app.mjs", slow(0, 3));
          assert.equal((await waiting).payload, 3);
        });

        test("is told of when it never ends, and so is each call", async () => {
          assert.equal(await save("Hanging", slow(600_000, 2)), timedOut);
          const { functionError, payload } = await project.invoke("Hanging");
          assert.equal(functionError, "Unhandled");
          assert.equal((payload as { errorType: string }).errorType, "Sandbox.Timedout");
          assert.equal(await save("Hanging", slow(0, 3)), undefined);
          assert.equal((await project.invoke("Hanging")).payload, 3);
        });

        test("is told of when it takes longer than the init phase, and a call gives it the time it needs", async () => {
          assert.equal(await save("Slow", slow(11_000, 2)), timedOut);
          assert.equal((await project.invoke("Slow")).payload, 2);
          assert.equal((await project.invoke("Slow")).payload, 2);
        });
      },
    );
  }
});

/** The limit of the init phase, whatever the function's own is. */
const timedOut = "Sandbox.Timedout: Task timed out after 10.00 seconds";

/** Takes so long to load. */
function slow(ms: number, version: number): string {
  return `console.log("loading ${version}");
await new Promise((resolve) => setTimeout(resolve, ${ms}));
export const handler = async () => ${version};
`;
}

const names = ["Corrected", "Called", "Hanging", "Slow"];

const files = Object.fromEntries(names.map((name) => [`${name.toLowerCase()}/app.mjs`, slow(0, 1)]));

const functions: Record<string, Record<string, unknown>> = {
  ...Object.fromEntries(names.map((name) => [name, { CodeUri: name.toLowerCase() }])),
  Hanging: { CodeUri: "hanging", Timeout: 3 },
};

const defaults = { Runtime: "nodejs24.x", Handler: "app.handler", Timeout: 30, MemorySize: 256 };
