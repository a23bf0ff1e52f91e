import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { writeProject } from "./harness/project.ts";
import { newFolder, RunnerProcess } from "./harness/runner-process.ts";

const canMount = process.platform === "linux" && process.getuid?.() === 0;
const reason = "mounting a small disk takes root on Linux";
if (!canMount) console.error(`DISK FULL TEST SKIPPED: ${reason}`);

/** A file system of 4 MB in memory. */
function smallDisk(t: TestContext): string {
  const disk = mkdtempSync(join(tmpdir(), "pilotlight-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=4m", "pilotlight-test", disk]);
  t.after(() => {
    // A runner that the test did not get to stop may still have files open.
    execFileSync("umount", ["--lazy", disk]);
    rmdirSync(disk);
  });
  return disk;
}

/** Takes all that is left. */
function fill(disk: string): string {
  const file = join(disk, "ballast");
  for (let bytes = 1 << 20; bytes >= 512; bytes >>= 1) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: "a" });
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
    }
  }
  return file;
}

test(
  "a store on a full disk refuses events, serves calls, and takes events again",
  { skip: !canMount && reason },
  async (t) => {
    const folder = newFolder(t);
    writeProject(folder, {
      functions: { echo: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/" } },
      files: {
        "src/index.mjs": 'export const handler = async (event) => { console.log("x".repeat(1000)); return event; };\n',
      },
    });
    const disk = smallDisk(t);
    const runner = await RunnerProcess.start(t, ["--engine", "process"], {
      cwd: folder,
      env: { XDG_STATE_HOME: disk },
    });
    const call = (type: string): Promise<Response> =>
      fetch(`${runner.lambdaApi}/2015-03-31/functions/echo/invocations`, {
        method: "POST",
        body: JSON.stringify({ text: "y".repeat(10_000) }),
        headers: { "X-Amz-Invocation-Type": type },
      });
    assert.equal((await call("RequestResponse")).status, 200);
    assert.equal((await call("Event")).status, 202);

    const ballast = fill(disk);
    const refused = await call("Event");
    assert.equal(refused.status, 500);
    assert.equal(refused.headers.get("x-amzn-errortype"), "ServiceException");
    assert.match(
      await refused.text(),
      /The event could not be written to disk \(.*\), so it was not accepted\. Free some space and send it again\./,
    );
    for (let index = 0; index < 3; index++) assert.equal((await call("RequestResponse")).status, 200);
    const told = await runner.line(({ code }) => code === "history-lost");
    assert.match(String(told["message"]), /Functions go on without it; free some space and restart the runner\./);

    rmSync(ballast);
    const accepted = await call("Event");
    assert.equal(accepted.status, 202);
    const id = accepted.headers.get("x-amzn-requestid");
    await runner.line(({ event, requestId }) => event === "invocation" && requestId === id);
    assert.equal(await runner.stop(), 0);
  },
);
