import assert from "node:assert/strict";
import { test } from "node:test";
import type { SandboxExit } from "../engine/engine.ts";
import { faultOfExit, faultPayload, timeoutFault } from "./fault.ts";

const faults: readonly (readonly [exit: Exclude<SandboxExit, { kind: "lost" }>, errorType: string, text: string])[] = [
  [{ kind: "exited", code: 0 }, "Runtime.ExitError", "Runtime exited without providing a reason"],
  [{ kind: "exited", code: 7 }, "Runtime.ExitError", "Runtime exited with error: exit status 7"],
  [{ kind: "signalled", signal: "SIGKILL" }, "Runtime.ExitError", "Runtime exited with error: signal: killed"],
  [
    { kind: "signalled", signal: "SIGSEGV" },
    "Runtime.ExitError",
    "Runtime exited with error: signal: segmentation fault",
  ],
  [{ kind: "signalled", signal: "SIGABRT" }, "Runtime.ExitError", "Runtime exited with error: signal: aborted"],
  [{ kind: "signalled", signal: "SIGSYS" }, "Runtime.ExitError", "Runtime exited with error: signal: bad system call"],
  [
    { kind: "signalled", signal: "SIGUSR1" },
    "Runtime.ExitError",
    "Runtime exited with error: signal: user defined signal 1",
  ],
  [{ kind: "out-of-memory" }, "Runtime.OutOfMemory", "Runtime exited with error: signal: killed"],
  [
    { kind: "invalid-entrypoint", message: "fork/exec /var/task/bootstrap: no such file or directory" },
    "Runtime.InvalidEntrypoint",
    "fork/exec /var/task/bootstrap: no such file or directory",
  ],
];
for (const [exit, errorType, text] of faults) {
  test(`says "${text}" of ${JSON.stringify(exit)}`, () => assert.deepEqual(faultOfExit(exit), { errorType, text }));
}

test("says after how many seconds a task timed out, with two decimals", () => {
  assert.deepEqual(timeoutFault(3), { errorType: "Sandbox.Timedout", text: "Task timed out after 3.00 seconds" });
  assert.equal(timeoutFault(900).text, "Task timed out after 900.00 seconds");
});

test("tells the caller with the request id, error type first", () => {
  assert.equal(
    faultPayload(timeoutFault(3), "8476a536").toString(),
    '{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 8476a536 Error: Task timed out after 3.00 seconds"}',
  );
});
