import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { launchArguments } from "./launch-arguments.ts";

const cwd = resolve("/work");

describe("Arguments of a session", () => {
  test("need no more than the name of a function", () => {
    assert.deepEqual(launchArguments("launch", { function: "Orders" }, cwd), {
      functionName: "Orders",
      workspace: cwd,
      event: undefined,
      template: undefined,
      environment: {},
      engine: undefined,
      stopOnEntry: false,
      noDebug: false,
      skipFiles: undefined,
      justMyCode: true,
      go: {},
      java: {},
      native: {},
      node: {},
      python: {},
      ruby: {},
      runnerArguments: [],
    });
  });

  test("name a template from the workspace, and variables by texts", () => {
    const given = { function: "Orders", workspace: "app", template: "a.yaml", environment: { A: "1", B: 2, C: true } };
    const { template, environment } = launchArguments("launch", given, cwd);
    assert.equal(template, join(cwd, "app/a.yaml"));
    assert.deepEqual(environment, { A: "1", B: "2", C: "true" });
  });

  test("are about all functions when they say so, or attach to none in particular", () => {
    assert.equal(launchArguments("launch", { function: "*" }, cwd).functionName, undefined);
    assert.equal(launchArguments("attach", { function: "*" }, cwd).functionName, undefined);
    assert.equal(launchArguments("attach", {}, cwd).functionName, undefined);
  });

  for (const [title, event, expected] of [
    [
      "take a text for the path of an event, from the workspace",
      "events/a.json",
      { file: join(cwd, "app/events/a.json") },
    ],
    ["take an object for the event itself", { id: 1 }, { text: '{"id":1}' }],
    ["take null for the event itself", null, { text: "null" }],
  ] as const) {
    test(title, () => {
      const given = { function: "Orders", workspace: "app", event };
      assert.deepEqual(launchArguments("launch", given, cwd).event, expected);
      assert.equal(launchArguments("attach", given, cwd).event, undefined);
    });
  }

  for (const [given, message] of [
    [undefined, /names no function/],
    [{ function: "*", event: {} }, /An event is for one function\. Set "function" to its name/],
    [{ function: 1 }, /names no function/],
    [{ workspace: 1 }, /"workspace" of the configuration is 1\. Set it to a text/],
    [{ function: "a", skipFiles: [1] }, /"skipFiles" of the configuration is \[1\]\. Set it to a list of texts/],
    [{ function: "a", justMyCode: "no" }, /"justMyCode" of the configuration is "no"\. Set it to true or false/],
    [
      { function: "a", engine: "docker" },
      /"engine" of the configuration is "docker"\. Set it to "container" or "process"/,
    ],
    [{ function: "a", environment: ["A=1"] }, /"environment" of the configuration is \["A=1"\]\. Set it to an object/],
    [{ function: "a", environment: { A: {} } }, /"environment\.A" of the configuration is {}\. Set it to a text/],
    [{ function: "a", node: 1 }, /"node" of the configuration is 1\. Set it to an object/],
  ] as const) {
    test(`are refused when they are ${JSON.stringify(given)}`, () => {
      assert.throws(() => launchArguments("launch", given, cwd), { code: "usage", message });
    });
  }
});
