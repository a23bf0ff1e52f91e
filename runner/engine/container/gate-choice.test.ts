import assert from "node:assert/strict";
import { test } from "node:test";
import { lambdaFunction } from "../../../test/harness/lambda-function.ts";
import { chooseGate } from "./gate-choice.ts";

const wrapperVariable = "AWS_LAMBDA_EXEC_WRAPPER";

const cases: readonly [runtime: string, variables: Record<string, string>, gate: string][] = [
  ["nodejs24.x", {}, "node.sh"],
  ["nodejs24.x", { NODE_OPTIONS: "--enable-source-maps" }, "node.sh"],
  ["nodejs24.x", { NODE_OPTIONS: "--import=/opt/hook.mjs" }, "interpreter.sh"],
  ["python3.13", {}, "python.sh"],
  ["python3.13", { PYTHONPATH: "/opt/python" }, "interpreter.sh"],
  ["java21", { JAVA_TOOL_OPTIONS: "-javaagent:/opt/agent.jar" }, "interpreter.sh"],
  ["dotnet8", {}, "interpreter.sh"],
  ["ruby3.4", {}, "interpreter.sh"],
];
for (const [runtime, variables, script] of cases) {
  test(`has ${runtime} with ${JSON.stringify(variables)} wait in ${script}, by the wrapper`, () => {
    const gate = chooseGate(lambdaFunction({ runtime }), variables);
    assert.deepEqual(gate, { variables: { [wrapperVariable]: `/pilotlight/${script}` }, entryPoint: [] });
  });
}

const before: readonly [title: string, runtime: string, variables: Record<string, string>][] = [
  ["a function's own wrapper", "nodejs24.x", { [wrapperVariable]: "/opt/wrapper" }],
  ["OS-only runtimes, which know no wrapper", "provided.al2023", {}],
  ["the first Amazon Linux, which knows none either", "python3.7", {}],
];
for (const [title, runtime, variables] of before) {
  test(`waits in front of the image's entry point for ${title}`, () => {
    const gate = chooseGate(lambdaFunction({ runtime }), variables);
    assert.deepEqual(gate, { variables: {}, entryPoint: ["/bin/sh", "/pilotlight/wait.sh"] });
  });
}
