import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionSummary } from "../../runner/control/protocol.ts";
import { startOfFile, type Problem } from "../../runner/model/problem.ts";
import type { FunctionActivity } from "../workspace/function-activity.ts";
import { nodeView, type NodeView } from "./node-view.ts";
import { childNodes } from "./tree-node.ts";
import { folderView, record, summary } from "./views-for-tests.ts";

function functionView(activity: Partial<FunctionActivity>, rest: Partial<FunctionSummary> = {}): NodeView {
  const view = folderView([summary("A", rest)], { A: activity });
  const [node] = childNodes(undefined, [view], "");
  assert.ok(node);
  const shown = nodeView(node, view);
  assert.ok(shown);
  return shown;
}

const cold = record("r1", { report: { ...record("r1").report, initMs: 84.6 } });
const failure: Problem = {
  code: "build-error",
  severity: "error",
  message: "Unexpected }",
  hint: "",
  file: "/project/app.ts",
  range: startOfFile,
};

const environments = (...states: readonly ("starting" | "spare" | "idle" | "busy")[]): Partial<FunctionActivity> => ({
  environments: new Map(states.map((state, index) => [`e${index}`, state])),
});

for (const [title, activity, rest, description] of [
  ["says nothing of a function that was not used", {}, {}, ""],
  ["says that one is idle", environments("idle", "spare"), {}, "idle"],
  ["says nothing of a spare alone", environments("spare"), {}, ""],
  ["says how many calls run", environments("busy", "busy", "idle"), {}, "running 2"],
  ["says that one starts", environments("starting"), {}, "starting"],
  ["says what is built", { progress: "cargo build" }, {}, "cargo build…"],
  ["says that a build failed", environments("idle"), { buildProblems: [failure] }, "build failed"],
  ["says how long the last call took", { invocations: [record("r1")] }, {}, "24 ms"],
  ["marks a cold start and its init", { ...environments("idle"), invocations: [cold] }, {}, "24 ms ❄ 85 ms · idle"],
  ["marks a call that failed", { invocations: [record("r1", { status: "failure" })] }, {}, "24 ms ✗"],
] as const) {
  test(title, () => assert.equal(functionView(activity, rest).description, description));
}

for (const [rest, name] of [
  [{ runtime: "nodejs24.x", handlerFile: "/project/src/app.ts" }, "typescript"],
  [{ runtime: "nodejs24.x", handlerFile: "/project/app.mjs" }, "nodejs"],
  [{ runtime: "provided.al2023", handlerFile: "/project/src/main.rs" }, "rust"],
  [{ runtime: "provided.al2023", handlerFile: "/project/main.go" }, "go"],
  [{ runtime: "provided.al2023", handlerFile: null }, "custom"],
  [{ runtime: "java21", handlerFile: null }, "java"],
  [{ runtime: null, packageType: "Image" }, "image"],
] as const) {
  test(`shows the picture ${name} for ${rest.runtime ?? "an image"} of ${rest.handlerFile ?? "no known file"}`, () => {
    assert.deepEqual(functionView({}, rest).icon, { kind: "runtime", name });
  });
}

test("turns while something is built, and shows an error when that failed", () => {
  assert.deepEqual(functionView({ progress: "npm install" }).icon, { kind: "theme", id: "loading~spin" });
  const { icon, tooltip } = functionView({}, { buildProblems: [failure] });
  assert.deepEqual(icon, { kind: "theme", id: "error", color: "list.errorForeground" });
  assert.match(tooltip, /Unexpected }/);
});
