import assert from "node:assert/strict";
import { join } from "node:path";
import { before, suite, test } from "node:test";
import { RunnerClient } from "../runner/control/client.ts";
import { stateFolderOf } from "./harness/runner-process.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

const lines = (...texts: readonly string[]): string => `${texts.join("\n")}\n`;

/** What the functions have in common, called by their handlers. */
const fail = lines("export function fail(what: string): never {", "  throw new Error(`no ${what}`);", "}");

/** A package that calls back, so that its frame stands among one's own. */
const package_ = lines("exports.callBack = (callback) => {", "  callback();", "};");

const files = {
  "typescript/src/app.ts": lines(
    'import { callBack } from "caller";',
    'import { fail } from "./fail";',
    "interface Event { readonly what?: string }",
    "export const handler = async (event: Event) => callBack(() => fail(event.what ?? 'luck'));",
  ),
  "typescript/src/fail.ts": fail,
  "typescript/node_modules/caller/package.json": '{ "name": "caller", "version": "1.0.0" }',
  "typescript/node_modules/caller/index.js": package_,
  "unmapped/src/app.ts": lines(
    'import { fail } from "./fail";',
    "process.setSourceMapsEnabled(false);",
    "interface Event { readonly what?: string }",
    "export const handler = async (event: Event) => fail(event.what ?? 'luck');",
  ),
  "unmapped/src/fail.ts": fail,
  "javascript/app.js": lines("exports.handler = async () => {", "  null.x;", "};"),
  "python/app.py": lines("from lib import orders", "def handler(event, context):", "    orders.find()"),
  "python/lib/orders.py": lines("import json", "def find():", '    json.loads("{")'),
};

suite("Frames of stack traces", () => {
  const scope = suiteScope();
  let project: RunningProject;
  let client: RunnerClient;

  before(async () => {
    project = await startProject(scope, {
      defaults: { Runtime: "nodejs24.x" },
      functions: {
        Typescript: { CodeUri: "typescript", Handler: "src/app.handler" },
        Unmapped: { CodeUri: "unmapped", Handler: "src/app.handler" },
        Javascript: { CodeUri: "javascript", Handler: "app.handler" },
        Python: { CodeUri: "python", Handler: "app.handler", Runtime: "python3.11" },
      },
      files,
    });
    const found = await RunnerClient.find(stateFolderOf(project.folder));
    assert.ok(found);
    client = found;
    scope.after(() => client.dispose());
  });

  /** Invokes a function, whose answer names these places. */
  async function failedCall(functionName: string): Promise<{ payload: string; build: string; places: string[] }> {
    const { payload, build, functionError } = await client.invoke({ functionName, event: "{}" });
    assert.equal(functionError, "Unhandled");
    return { payload, build, places: await placesIn(functionName, build, payload) };
  }

  async function placesIn(functionName: string, build: string, text: string): Promise<string[]> {
    const frames = await client.locate({ functionName, build, text });
    return frames.map(({ start, end, file, line, column }) => {
      assert.match(text.slice(start, end), /\d$/);
      return [file.slice(project.folder.length + 1), line, ...(column === null ? [] : [column])].join(":");
    });
  }

  test("of a TypeScript function lead to its sources, those of packages left out", async () => {
    const { payload, places } = await failedCall("Typescript");
    assert.match(payload, /caller/);
    assert.deepEqual(places, [
      "typescript/src/fail.ts:2:9",
      "typescript/src/app.ts:4:63",
      "typescript/src/app.ts:4:48",
    ]);
  });

  test("lead through the bundle's source map when the runtime did not use it", async () => {
    const { payload, build, places } = await failedCall("Unmapped");
    assert.doesNotMatch(payload, /fail\.ts/);
    const expected = ["unmapped/src/fail.ts:2:9", "unmapped/src/app.ts:4:48"];
    assert.deepEqual(places, expected);
    // As the same build's trace reads in a container.
    const inContainer = payload.replaceAll(/[^"(]+(?=\/src\/app\.js)/g, "/var/task");
    assert.notEqual(inContainer, payload);
    assert.deepEqual(await placesIn("Unmapped", build, inContainer), expected);
  });

  test("lead through the newest build when theirs is not there any more", async () => {
    const { payload } = await failedCall("Unmapped");
    const ofAnother = payload.replaceAll(/builds\/[^"(]+(?=\/src\/app\.js)/g, "builds/runner-1/Unmapped/00000000-0000");
    assert.deepEqual(await placesIn("Unmapped", "00000000", ofAnother), [
      "unmapped/src/fail.ts:2:9",
      "unmapped/src/app.ts:4:48",
    ]);
  });

  test("of a JavaScript function lead to the file itself", async () => {
    const { places } = await failedCall("Javascript");
    assert.deepEqual(places, ["javascript/app.js:2:8"]);
  });

  test("of a Python function leave Python's own out", async () => {
    const { payload, build, places } = await failedCall("Python");
    assert.match(payload, /json\/decoder\.py/);
    const expected = ["python/app.py:3", "python/lib/orders.py:3"];
    assert.deepEqual(places, expected);
    const inContainer = payload.replaceAll(join(project.folder, "python"), "/var/task");
    assert.deepEqual(await placesIn("Python", build, inContainer), expected);
  });

  test("that no file stands behind lead nowhere, as do those of unknown functions", async () => {
    assert.deepEqual(await placesIn("Javascript", "", "at x (/var/task/gone.js:1:1)"), []);
    assert.deepEqual(await placesIn("Nobody", "", "at x (/var/task/app.js:1:1)"), []);
  });
});
