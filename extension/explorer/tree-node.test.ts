import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfFile } from "../../runner/model/problem.ts";
import type { Trigger } from "../../runner/model/trigger.ts";
import { savedEvent } from "../events/saved-event.ts";
import { childNodes, parentNode, type FolderView, type TreeNode } from "./tree-node.ts";
import { folderView, record, summary } from "./views-for-tests.ts";

/** What stands in the tree, a line each, indented. */
function lines(views: readonly FolderView[], filter = ""): string[] {
  const below = (node: TreeNode | undefined, depth: number): string[] =>
    childNodes(node, views, filter).flatMap((child) => [
      `${"  ".repeat(depth)}${nameOf(child)}`,
      ...below(child, depth + 1),
    ]);
  return below(undefined, 0);
}

function nameOf(node: TreeNode): string {
  switch (node.kind) {
    case "folder":
      return node.folder;
    case "template":
      return node.template;
    case "function":
      return node.functionName;
    case "trigger":
      return `trigger ${node.index}`;
    case "environment":
      return node.environmentId;
    case "event":
      return node.path;
    case "invocation":
      return node.requestId;
    case "environments":
    case "events":
    case "invocations":
      return node.kind;
  }
}

const sqs: Trigger = { type: "SQS", id: "Orders", properties: {}, range: startOfFile };

test("begins with the functions where there is one folder with one template", () => {
  assert.deepEqual(lines([folderView([summary("A"), summary("B")])]), ["A", "B"]);
});

test("has a row for each template where there are several", () => {
  const other = "/project/other/template.yaml";
  const view = folderView([summary("A"), summary("B", { template: other })]);
  assert.deepEqual(lines([view]), ["/project/template.yaml", "  A", other, "  B"]);
});

test("has a row for each folder that has functions where there are several", () => {
  const views = ["/one", "/two", "/none"].map((folder) =>
    folderView(folder === "/none" ? [] : [summary("A")], {}, { folder }),
  );
  assert.deepEqual(lines(views), ["/one", "  A", "/two", "  A"]);
});

test("lists below a function what there is of it, and nothing that is empty", () => {
  const events = ["/project/events/a/one.json", "/project/events/shared.json", "/project/events/b/no.json"];
  const view = folderView(
    [summary("A", { triggers: [sqs] })],
    { A: { environments: new Map([["e1", "idle"]]), invocations: [record("r2"), record("r1")] } },
    { events: events.map(savedEvent) },
  );
  assert.deepEqual(lines([view]), [
    "A",
    "  trigger 0",
    "  environments",
    "    e1",
    "  events",
    "    /project/events/a/one.json",
    "  invocations",
    "    r2",
    "    r1",
  ]);
});

for (const [filter, expected] of [
  ["order", ["OrderMailer"]],
  ["sqs", ["Worker", "  trigger 0"]],
  ["nodejs ORDER", ["OrderMailer"]],
  ["nothing", []],
] as const) {
  test(`shows for the filter "${filter}" what has all of its words in name, runtime or trigger`, () => {
    const functions = [summary("OrderMailer", { runtime: "nodejs24.x" }), summary("Worker", { triggers: [sqs] })];
    assert.deepEqual(lines([folderView(functions)], filter), expected);
  });
}

test("knows the row above each row", () => {
  const other = "/project/other/template.yaml";
  const views = [
    folderView([summary("A", { triggers: [sqs] }), summary("B", { template: other })]),
    folderView([summary("C")], {}, { folder: "/two" }),
  ];
  const check = (parent: TreeNode | undefined): void => {
    for (const child of childNodes(parent, views, "")) {
      assert.equal(parentNode(child, views)?.id, parent?.id, nameOf(child));
      check(child);
    }
  };
  check(undefined);
});

test("keeps a row's id while its function changes", () => {
  const before = childNodes(undefined, [folderView([summary("A")])], "");
  const after = childNodes(undefined, [folderView([summary("A", { memoryMb: 512 })])], "");
  assert.deepEqual(before, after);
});
