import type { FunctionSummary } from "../../runner/control/protocol.ts";
import type { SavedEvent } from "../events/saved-event.ts";
import { eventsOf } from "../events/saved-event.ts";
import { quiet, type FunctionActivity } from "../workspace/function-activity.ts";
import type { WorkspaceState } from "../workspace/workspace-state.ts";

/** A workspace folder as the tree sees it. */
export interface FolderView {
  readonly name: string;
  /** Absolute path. */
  readonly folder: string;
  readonly state: WorkspaceState;
  readonly events: readonly SavedEvent[];
}

/** What stands at a place of the tree. What it looks like comes from the state at the time; the node only says which. */
export type TreeNode = { readonly id: string; readonly folder: string } & (
  | { readonly kind: "folder" }
  | { readonly kind: "template"; readonly template: string }
  | { readonly kind: "function"; readonly functionName: string }
  | { readonly kind: "trigger"; readonly functionName: string; readonly index: number }
  | { readonly kind: "environments" | "events" | "invocations"; readonly functionName: string }
  | { readonly kind: "environment"; readonly functionName: string; readonly environmentId: string }
  | { readonly kind: "event"; readonly functionName: string; readonly path: string }
  | { readonly kind: "invocation"; readonly functionName: string; readonly requestId: string }
);

export type FunctionNode = Extract<TreeNode, { kind: "function" }>;

/** Children of a node, or the roots: folders where there are several, templates where a folder has several. */
export function childNodes(node: TreeNode | undefined, views: readonly FolderView[], filter: string): TreeNode[] {
  if (!node) {
    const [only, ...others] = views.filter(({ state }) => state.functions.length > 0);
    if (!only) return [];
    return others.length === 0 ? insideFolder(only, filter) : [only, ...others].map(folderNode);
  }
  const view = views.find(({ folder }) => folder === node.folder);
  if (!view) return [];
  switch (node.kind) {
    case "folder":
      return insideFolder(view, filter);
    case "template":
      return functionNodes(view, node.template, filter);
    case "function":
      return insideFunction(view, node);
    case "environments":
      return [...activityOf(view, node.functionName).environments.keys()].map((environmentId) => ({
        ...childOf(node, environmentId),
        kind: "environment",
        environmentId,
      }));
    case "events":
      return ownEvents(view, node.functionName).map(({ path }) => ({ ...childOf(node, path), kind: "event", path }));
    case "invocations":
      return activityOf(view, node.functionName).invocations.map(({ requestId }) => ({
        ...childOf(node, requestId),
        kind: "invocation",
        requestId,
      }));
    case "trigger":
    case "environment":
    case "event":
    case "invocation":
      return [];
  }
}

/** The node that `child` stands below, for revealing it. */
export function parentNode(child: TreeNode, views: readonly FolderView[]): TreeNode | undefined {
  const view = views.find(({ folder }) => folder === child.folder);
  if (!view || child.kind === "folder") return undefined;
  const above = views.filter(({ state }) => state.functions.length > 0).length > 1 ? folderNode(view) : undefined;
  if (child.kind === "template") return above;
  const fn = functionOf(view, child.functionName);
  if (child.kind !== "function") return fn && functionNode(view, fn);
  return fn && templatesOf(view).length > 1 ? templateNode(view, fn.template) : above;
}

export function functionOf(view: FolderView, name: string): FunctionSummary | undefined {
  return view.state.functions.find((fn) => fn.name === name);
}

export function activityOf(view: FolderView, functionName: string): FunctionActivity {
  return view.state.activity.get(functionName) ?? quiet;
}

/** Events in a folder of the function's own. */
export function ownEvents(view: FolderView, functionName: string): SavedEvent[] {
  const fn = functionOf(view, functionName);
  return fn ? eventsOf(view.events, fn) : [];
}

export function functionNode({ folder }: FolderView, { name }: FunctionSummary): FunctionNode {
  return { kind: "function", id: `${folder}\nfunction\n${name}`, folder, functionName: name };
}

function folderNode({ folder }: FolderView): TreeNode {
  return { kind: "folder", id: folder, folder };
}

function templateNode({ folder }: FolderView, template: string): TreeNode {
  return { kind: "template", id: `${folder}\ntemplate\n${template}`, folder, template };
}

function insideFolder(view: FolderView, filter: string): TreeNode[] {
  const templates = templatesOf(view);
  if (templates.length < 2) return functionNodes(view, undefined, filter);
  return templates
    .filter((template) => functionNodes(view, template, filter).length > 0)
    .map((template) => templateNode(view, template));
}

function templatesOf({ state }: FolderView): string[] {
  return [...new Set(state.functions.map(({ template }) => template))];
}

function functionNodes(view: FolderView, template: string | undefined, filter: string): FunctionNode[] {
  const words = filter.toLowerCase().split(/\s+/);
  return view.state.functions
    .filter((fn) => template === undefined || fn.template === template)
    .filter((fn) => words.every((word) => searchText(fn).includes(word)))
    .map((fn) => functionNode(view, fn));
}

/** What a filter looks in. */
function searchText({ name, logicalId, runtime, triggers }: FunctionSummary): string {
  return [name, logicalId, runtime ?? "image", ...triggers.map(({ type }) => type)].join(" ").toLowerCase();
}

function insideFunction(view: FolderView, node: FunctionNode): TreeNode[] {
  const { functionName } = node;
  const { environments, invocations } = activityOf(view, functionName);
  const triggers = functionOf(view, functionName)?.triggers ?? [];
  const groups = [
    environments.size > 0 ? ("environments" as const) : undefined,
    ownEvents(view, functionName).length > 0 ? ("events" as const) : undefined,
    invocations.length > 0 ? ("invocations" as const) : undefined,
  ].filter((kind) => kind !== undefined);
  return [
    ...triggers.map((_trigger, index) => ({ ...childOf(node, `trigger ${index}`), kind: "trigger" as const, index })),
    ...groups.map((kind) => ({ ...childOf(node, kind), kind })),
  ];
}

function childOf(
  parent: TreeNode & { functionName: string },
  part: string,
): { id: string; folder: string; functionName: string } {
  return { id: `${parent.id}\n${part}`, folder: parent.folder, functionName: parent.functionName };
}
