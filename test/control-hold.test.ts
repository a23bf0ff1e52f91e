import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { helloProject, processEngine } from "./cli/hello-project.ts";
import { LiveCommand } from "./cli/live-command.ts";
import { connectTo } from "./control/connect.ts";
import { suiteScope } from "./harness/scope.ts";

suite("A runner that runs only while it is used", () => {
  const folder = helloProject(suiteScope());

  test("stops in good order when the last client that held it has gone, however many others there are", async (t) => {
    const args = ["start", "--port", "0", "--while-used", ...processEngine];
    const runner = new LiveCommand(t, args, { cwd: folder });
    await runner.until(({ stdout }) => stdout.includes("\n"));
    const [window, other, onlooker] = [
      await connectTo(t, folder),
      await connectTo(t, folder),
      await connectTo(t, folder),
    ];
    await window.hold();
    await other.hold();
    await other.hold();
    window.dispose();
    assert.equal((await onlooker.status()).pid, runner.pid);
    other.dispose();
    await onlooker.closed;
    assert.equal(await runner.ended, 0);
  });
});
