import assert from "node:assert/strict";
import { suite, test } from "mocha";
import { pilotLight, run } from "../pilot-light.ts";
import { treeOutline } from "../tree-outline.ts";

suite("a window without a folder", () => {
  test("has no functions", async () => {
    assert.deepEqual((await pilotLight()).workspaces.all, []);
    assert.deepEqual(await treeOutline(), []);
  });

  test("answers commands about functions by saying what is missing, not by going wrong", async () => {
    for (const command of ["newFunction", "invoke", "repeatLastInvocation", "startRunner", "cleanUpEnvironments"]) {
      await run(command);
    }
  });
});
