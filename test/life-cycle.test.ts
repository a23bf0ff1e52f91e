import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import type { Answer } from "./harness/lambda-client.ts";
import { lacking } from "./harness/parts.ts";
import { fixture } from "./harness/project.ts";
import { reportLine } from "./harness/report-line.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container of a stand-in image";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`a runtime that ends in ${where}`, { skip }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    const dies = { CodeUri: "dies", Runtime: "nodejs24.x", Handler: "index.handler", Timeout: 30 };
    before(async () => {
      project = await startProject(
        scope,
        {
          copies: { dies: fixture("ways-to-die") },
          functions: {
            Hangs: { ...dies, Timeout: 1 },
            Exits: dies,
            Signals: dies,
            // From 24 on, AWS's client leaves what nobody catches to Node.js.
            Throws: { ...dies, Runtime: "nodejs22.x" },
            Grows: { ...dies, MemorySize: 160 },
          },
        },
        engineArguments(engine),
      );
    });

    /** The environment has been reset: same place, new runtime, initialised within the invocation's own time. */
    const worksAgain = async (name: string, died: Answer) => {
      const next = await project.invoke(name);
      assert.equal(next.functionError, undefined, next.log);
      const { calls, visits } = next.payload as { calls: number; visits: number };
      assert.equal(calls, 1);
      if (engine === "process") assert.equal(visits, 2, "/tmp outlives a reset");
      assert.equal(reportLine(next.log).initMs, undefined);
      const before = await project.record(died.requestId);
      const after = await project.record(next.requestId);
      assert.equal(after["environmentId"], before["environmentId"]);
      assert.equal(after["logStream"], before["logStream"]);
    };

    test("by its timeout is said to have timed out, and its environment is reset", async () => {
      const answer = await project.invoke("Hangs", { by: "hanging" });
      const { requestId, log } = answer;
      assert.equal(answer.statusCode, 200);
      assert.equal(answer.functionError, "Unhandled");
      assert.deepEqual(answer.payload, {
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
      });
      const timedOut = new RegExp(`^\\d{4}-.*Z ${requestId} Task timed out after 1\\.00 seconds$`, "m");
      assert.match(log, timedOut);
      assert.match(log, new RegExp(`^END RequestId: ${requestId}$`, "m"));
      const report = reportLine(log);
      assert.equal(report.status, "timeout");
      assert.equal(report.errorType, undefined);
      // Timers may fire a millisecond early.
      const { durationMs } = report;
      assert.ok(durationMs > 998 && durationMs <= 1000, `${durationMs} ms`);
      await project.logged("Hangs", "hanging now");
      await worksAgain("Hangs", answer);
    });

    for (const [title, code, text] of [
      ["an exit code", 7, "Runtime exited with error: exit status 7"],
      ["an exit without a reason", 0, "Runtime exited without providing a reason"],
    ] as const) {
      test(`by ${title} is told so`, async () => {
        const answer = await project.invoke("Exits", { by: "exit", code });
        const { requestId } = answer;
        assert.equal(answer.functionError, "Unhandled");
        const errorMessage = `RequestId: ${requestId} Error: ${text}`;
        assert.deepEqual(answer.payload, { errorType: "Runtime.ExitError", errorMessage });
        assert.ok(answer.log.includes(`${errorMessage}\nRuntime.ExitError\n`), answer.log);
        const { status, errorType } = reportLine(answer.log);
        assert.deepEqual({ status, errorType }, { status: "error", errorType: "Runtime.ExitError" });
      });
    }

    for (const [signal, text] of [
      ["SIGKILL", "signal: killed"],
      ["SIGSEGV", "signal: segmentation fault"],
      ["SIGABRT", "signal: aborted"],
    ] as const) {
      test(`by ${signal} is told so`, async () => {
        const answer = await project.invoke("Signals", { by: "signal", signal });
        const errorMessage = `RequestId: ${answer.requestId} Error: Runtime exited with error: ${text}`;
        assert.deepEqual(answer.payload, { errorType: "Runtime.ExitError", errorMessage });
      });
    }

    test("by an exception that nobody catches hands it to the caller", async () => {
      const answer = await project.invoke("Throws", { by: "exception" });
      assert.equal(answer.functionError, "Unhandled");
      assert.equal((answer.payload as { errorMessage: string }).errorMessage, "nobody catches this");
      await worksAgain("Throws", answer);
    });

    test("for want of memory is told apart from other kills", async () => {
      const answer = await project.invoke("Grows", { by: "memory" });
      const errorMessage = `RequestId: ${answer.requestId} Error: Runtime exited with error: signal: killed`;
      assert.deepEqual(answer.payload, { errorType: "Runtime.OutOfMemory", errorMessage });
      const report = reportLine(answer.log);
      assert.equal(report.status, "error");
      assert.equal(report.errorType, "Runtime.OutOfMemory");
      assert.equal(report.memoryMb, 160);
      assert.ok(report.maxMemoryUsedMb >= 120, answer.log);
      await worksAgain("Grows", answer);
    });
  });
}
