import type { DebugProtocol } from "@vscode/debugprotocol";
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { begun, waiting } from "./debug-adapter/begun-session.ts";

const reloaded = {
  ...({ event: "reload", functions: [], failed: [], files: [] } as const),
  ...{ build: "3fa9c1d2", buildMs: 1, readyMs: 1, initErrors: {} },
};

suite("The functions of a debug session", () => {
  test("starts all environments anew, and calls the function again, when it is restarted", async (t) => {
    const { adapter, runner } = await begun(t, { event: {} });
    await adapter.shown("stderr", /^It has no answer/);
    await adapter.restartRequest({});
    await adapter.stop();
    await runner.left;
    const asked = runner.asked.filter((each) => !each.startsWith("invoke"));
    assert.deepEqual(asked, ["debug Orders", "stopDebugging Orders", "debug Orders", "stopDebugging Orders"]);
  });

  test("restarts all functions it debugs", async (t) => {
    const { adapter, runner } = await begun(t, { function: "*" }, { names: ["Orders", "Stock"] });
    await adapter.restartRequest({});
    const once = ["debug Orders", "debug Stock"];
    const off = ["stopDebugging Orders", "stopDebugging Stock"];
    assert.deepEqual(runner.asked.toSorted(), [...once, ...once, ...off].toSorted());
  });

  test("is about what its configuration says by the time it is restarted", async (t) => {
    const { adapter, runner } = await begun(t, {}, { names: ["Orders", "Stock"] });
    await adapter.restartRequest(withArguments({ function: "Stock" }));
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders", "debug Stock"]);
    await adapter.shown("console", /^Every call of Stock stops at breakpoints/);
    const elsewhere = withArguments({ function: "Stock", workspace: "elsewhere" });
    assert.match(
      await adapter.refusal(adapter.restartRequest(elsewhere)),
      /^This session is about .*\. Stop it, and start/,
    );
  });

  test("lives on when it can't be restarted, and debugs again after a save that mends that", async (t) => {
    const { adapter, runner } = await begun(t);
    runner.answers = { refusal: { code: "build-failed", message: "app.ts has a mistake." } };
    assert.equal(await adapter.refusal(adapter.restartRequest({})), "app.ts has a mistake.");
    runner.answers = {};
    runner.say({ ...reloaded, functions: ["Orders"] });
    await adapter.shown("console", /^From now on calls of Orders stop at breakpoints, too\.\n$/);
    await adapter.restartRequest({});
    const again = ["debug Orders", "stopDebugging Orders", "debug Orders", "debug Orders"];
    assert.deepEqual(runner.asked, [...again, "stopDebugging Orders", "debug Orders"]);
  });

  test("debugs all functions there are, and says which can't be", async (t) => {
    const names = ["Orders", "Stock", "Old"];
    const refusal = { of: "Old", code: "debug-unavailable", message: "Old runs on nodejs4.3." } as const;
    const { adapter, runner } = await begun(t, { function: "*" }, { names, refusal });
    await adapter.shown("console", /^Not debugged: Old runs on nodejs4\.3\.\n$/);
    await adapter.shown("console", /^Every call of Orders, Stock stops at breakpoints from now on/);
    runner.say({ ...waiting, functionName: "Stock" });
    await adapter.heard("lambdaEnvironment", ({ functionName }) => functionName === "Stock");
    await adapter.stop();
    await runner.left;
    const asked = ["debug Old", "debug Orders", "debug Stock", "stopDebugging Orders", "stopDebugging Stock"];
    assert.deepEqual(runner.asked.toSorted(), asked);
  });

  test("takes in functions that come later, and lets go of those that leave", async (t) => {
    const { adapter, runner } = await begun(t, { function: "*" });
    runner.answers = { names: ["Stock"] };
    runner.say({ event: "project", added: ["Stock"], removed: ["Orders"] });
    await adapter.shown("console", /^Orders is no longer in the project\./);
    await adapter.shown("console", /^From now on calls of Stock stop at breakpoints, too\.\n$/);
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders", "debug Stock"]);
  });

  test("debugs a function again that was away for a while", async (t) => {
    const { adapter, runner } = await begun(t, { function: "Orders" });
    runner.answers = { names: ["Stock"] };
    runner.say({ event: "project", added: ["Stock"], removed: ["Orders"] });
    await adapter.shown("console", /^Orders is no longer in the project\./);
    runner.answers = { names: ["Stock", "Orders"] };
    runner.say({ event: "project", added: ["Orders"], removed: [] });
    await adapter.shown("console", /^From now on calls of Orders stop at breakpoints, too\.\n$/);
    assert.deepEqual(runner.asked, ["debug Orders", "stopDebugging Orders", "debug Orders"]);
  });

  test("tries again with a function that a save has made one that can be debugged", async (t) => {
    const refusal = { of: "Stock", code: "build-failed", message: "Stock can't be built." } as const;
    const { adapter, runner } = await begun(t, { function: "*" }, { names: ["Orders", "Stock"], refusal });
    await adapter.shown("console", /^Not debugged: Stock can't be built\.\n$/);
    runner.say({ ...reloaded, functions: ["Stock"] });
    await runner.askedFor("debug Stock", 2);
    assert.deepEqual(runner.asked.toSorted(), ["debug Orders", "debug Stock", "debug Stock"]);
  });
});

function withArguments(args: object): DebugProtocol.RestartArguments {
  return { arguments: args };
}
