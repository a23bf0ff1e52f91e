import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { engineArguments } from "./harness/engines.ts";
import type { Answer } from "./harness/lambda-client.ts";
import { lacking } from "./harness/parts.ts";
import { reportLine } from "./harness/report-line.ts";
import { startProject, type RunningProject } from "./harness/running-project.ts";
import { suiteScope } from "./harness/scope.ts";

/** Handler, the code's file and text, and what the runtime makes of it. */
const failures = [
  {
    title: "a Node.js function that imports what is not there",
    name: "NodeImport",
    runtime: "nodejs24.x",
    files: { "index.js": 'require("not-there");\n' },
    errorType: "Runtime.ImportModuleError",
    message: /^Error: Cannot find module 'not-there'\nRequire stack:/,
  },
  {
    title: "a Node.js function with a syntax error",
    name: "NodeSyntax",
    runtime: "nodejs24.x",
    files: { "index.js": "exports.handler = async () => {{{" },
    errorType: "Runtime.UserCodeSyntaxError",
    message: /^SyntaxError: /,
  },
  {
    title: "a Node.js function without its handler",
    name: "NodeHandler",
    runtime: "nodejs24.x",
    files: { "index.js": "exports.other = async () => 1;" },
    errorType: "Runtime.HandlerNotFound",
    message: /^index\.handler is undefined or not exported$/,
  },
  {
    title: "a Python function that imports what is not there",
    name: "PythonImport",
    runtime: "python3.11",
    files: { "index.py": "import not_there\n" },
    errorType: "Runtime.ImportModuleError",
    message: /^Unable to import module 'index': No module named 'not_there'$/,
  },
  {
    title: "a Python function with a syntax error",
    name: "PythonSyntax",
    runtime: "python3.11",
    files: { "index.py": "def handler(:\n" },
    errorType: "Runtime.UserCodeSyntaxError",
    message: /^Syntax error in module 'index': /,
  },
  {
    title: "a Python function without its handler",
    name: "PythonHandler",
    runtime: "python3.11",
    files: { "index.py": "def other(event, context):\n    pass\n" },
    errorType: "Runtime.HandlerNotFound",
    message: /^Handler 'handler' missing on module 'index'$/,
  },
] as const;

for (const engine of ["process", "container"] as const) {
  const where = engine === "process" ? "a process of this machine" : "a container of a stand-in image";
  const skip = engine === "process" ? false : lacking("container engine");
  describe(`init in ${where}`, { skip }, () => {
    const scope = suiteScope();
    let project: RunningProject;
    let slow: Promise<Answer>;
    before(async () => {
      project = await startProject(
        scope,
        {
          files: {
            ...Object.fromEntries(
              failures.flatMap(({ name, files }) =>
                Object.entries(files).map(([file, text]) => [`${name}/${file}`, text]),
              ),
            ),
            "empty/readme.txt": "No bootstrap here.",
            "exits/index.js": "process.exit(3);",
            "slow/index.py": "import time\ntime.sleep(12)\ndef handler(event, context):\n    pass\n",
          },
          defaults: { Handler: "index.handler" },
          functions: {
            ...Object.fromEntries(failures.map(({ name, runtime }) => [name, { Runtime: runtime, CodeUri: name }])),
            NoBootstrap: { Runtime: "provided.al2023", CodeUri: "empty" },
            Exits: { Runtime: "nodejs24.x", CodeUri: "exits" },
            Slow: { Runtime: "python3.11", CodeUri: "slow", Timeout: 1 },
          },
        },
        engineArguments(engine),
      );
      // Takes 11 seconds: meanwhile the other tests run.
      if (engine === "process") slow = project.invoke("Slow");
    });

    for (const { title, name, errorType, message } of failures) {
      test(`of ${title} is tried twice, and its error goes to the caller`, async () => {
        for (const attempt of ["first", "second"]) {
          const answer = await project.invoke(name);
          assert.equal(answer.statusCode, 200);
          assert.equal(answer.functionError, "Unhandled");
          const payload = answer.payload as { errorType: string; errorMessage: string };
          assert.equal(payload.errorType, errorType);
          assert.match(payload.errorMessage, message);
          const reports = answer.log.split("\n").filter((line) => line.startsWith("INIT_REPORT "));
          const phases = attempt === "first" ? ["init", "invoke"] : ["invoke"];
          assert.equal(reports.length, phases.length, answer.log);
          for (const [index, phase] of phases.entries()) {
            const end = `\tPhase: ${phase}\tStatus: error\tError Type: ${errorType}`;
            assert.match(reports[index] ?? "", /^INIT_REPORT Init Duration: \d+\.\d\d ms\t/);
            assert.ok(reports[index]?.endsWith(end), reports[index]);
          }
          const report = reportLine(answer.log);
          assert.deepEqual([report.initMs, report.status, report.errorType], [undefined, "error", errorType]);
          assert.ok(answer.log.indexOf("INIT_REPORT") < answer.log.indexOf("START RequestId"), answer.log);
        }
      });
    }

    test("that ends with an exit code is told so", async () => {
      const { payload, requestId, log } = await project.invoke("Exits");
      const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: exit status 3`;
      assert.deepEqual(payload, { errorType: "Runtime.ExitError", errorMessage }, log);
    });

    test("of an OS-only runtime without a bootstrap is told so", async () => {
      const { payload, requestId, functionError } = await project.invoke("NoBootstrap");
      assert.equal(functionError, "Unhandled");
      assert.deepEqual(payload, {
        errorType: "Runtime.InvalidEntrypoint",
        errorMessage: `RequestId: ${requestId} Error: fork/exec /var/task/bootstrap: no such file or directory`,
      });
    });

    if (engine === "process") {
      test("is cut off after ten seconds, then tried again within the function's timeout", async () => {
        const { payload, log, requestId } = await slow;
        assert.deepEqual(payload, {
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
        });
        const [first, second, ...more] = log.split("\n").filter((line) => line.startsWith("INIT_REPORT "));
        assert.deepEqual(more, []);
        assert.match(
          first ?? "",
          /^INIT_REPORT Init Duration: (999[89]|1\d{4})\.\d\d ms\tPhase: init\tStatus: timeout$/,
        );
        assert.match(second ?? "", /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: invoke\tStatus: timeout$/);
        assert.equal(reportLine(log).status, "timeout");
        // Timers may fire a millisecond early.
        const { durationMs } = reportLine(log);
        assert.ok(durationMs > 998 && durationMs <= 1000, `${durationMs} ms`);
      });
    }
  });
}
