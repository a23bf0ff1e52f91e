import { basename, relative } from "node:path";
import type { FunctionSummary, InvocationRecord } from "../../runner/control/protocol.ts";
import { findRuntime } from "../../runner/model/runtimes.ts";
import type { EnvironmentState, FunctionActivity } from "../workspace/function-activity.ts";
import { clockTime, milliseconds } from "../figures.ts";
import { outcomeOf } from "../outcome.ts";
import { activityOf, functionOf, ownEvents, type FolderView, type TreeNode } from "./tree-node.ts";
import { triggerLabel } from "./trigger-label.ts";

/** What a row of the tree looks like, in words that do not need VS Code. */
export interface NodeView {
  readonly label: string;
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon: NodeIcon;
  /** For the manifest's `viewItem` clauses. */
  readonly contextValue: string;
  readonly state: "leaf" | "collapsed" | "expanded";
}

export type NodeIcon =
  /** One of VS Code's product icons, and a theme colour. */
  | { readonly kind: "theme"; readonly id: string; readonly color?: string }
  /** A picture of ours for a language, in `media/runtimes/`. */
  | { readonly kind: "runtime"; readonly name: string };

/** Undefined for a node whose thing is gone. */
export function nodeView(node: TreeNode, view: FolderView): NodeView | undefined {
  switch (node.kind) {
    case "folder":
      return row("folder", view.name, { icon: theme("root-folder"), state: "expanded", tooltip: view.folder });
    case "template":
      return row("template", relative(view.folder, node.template), {
        icon: theme("symbol-structure"),
        state: "expanded",
        tooltip: node.template,
      });
    case "function": {
      const fn = functionOf(view, node.functionName);
      return fn && functionView(fn, activityOf(view, fn.name));
    }
    case "trigger": {
      const trigger = functionOf(view, node.functionName)?.triggers[node.index];
      if (!trigger) return undefined;
      const { label, description, icon } = triggerLabel(trigger);
      return row("trigger", label, { description, icon: theme(icon), tooltip: `${trigger.type} **${trigger.id}**` });
    }
    case "environments":
      return row("environments", "Environments", {
        description: environmentsText(activityOf(view, node.functionName)),
        icon: theme("vm"),
        state: "collapsed",
      });
    case "environment": {
      const state = activityOf(view, node.functionName).environments.get(node.environmentId);
      if (!state) return undefined;
      return row("environment", node.environmentId.slice(0, 8), {
        description: environmentWords[state],
        icon: state === "busy" ? theme("vm-running", "charts.green") : theme(state === "idle" ? "vm-active" : "vm"),
        tooltip: `Execution environment ${node.environmentId}: ${environmentWords[state]}`,
      });
    }
    case "events":
      return row("events", "Events", {
        description: String(ownEvents(view, node.functionName).length),
        icon: theme("json"),
        state: "collapsed",
      });
    case "event":
      return row("event", basename(node.path, ".json"), { icon: theme("json"), tooltip: node.path });
    case "invocations":
      return row("invocations", "Invocations", {
        description: invocationsText(activityOf(view, node.functionName).invocations),
        icon: theme("history"),
        state: "collapsed",
      });
    case "invocation": {
      const { invocations } = activityOf(view, node.functionName);
      const record = invocations.find(({ requestId }) => requestId === node.requestId);
      return record && invocationView(record);
    }
  }
}

function functionView(fn: FunctionSummary, activity: FunctionActivity): NodeView {
  const hasFailed = fn.buildProblems.length > 0;
  const isWaiting = activity.progress !== undefined || countOf(activity, "starting") > 0;
  const icon = hasFailed
    ? theme("error", "list.errorForeground")
    : isWaiting
      ? theme("loading~spin")
      : ({ kind: "runtime", name: runtimeIcon(fn) } as const);
  return row("function", fn.name, {
    description: functionDescription(fn, activity),
    tooltip: functionTooltip(fn, activity),
    icon,
    state: "collapsed",
  });
}

/** What is going on comes first, so that it is not cut off in a narrow view; being idle is the least of it. */
function functionDescription(fn: FunctionSummary, activity: FunctionActivity): string {
  const state = stateText(fn, activity);
  const last = lastText(activity.invocations[0]);
  const parts = state === "idle" ? [last, state] : [state, last];
  return parts.filter((part) => part !== "").join(" · ");
}

/** What the function is doing: nothing at all for one that has not been used. */
function stateText({ buildProblems }: FunctionSummary, activity: FunctionActivity): string {
  if (activity.progress !== undefined) return `${activity.progress}…`;
  const busy = countOf(activity, "busy");
  if (buildProblems.length > 0) return busy > 0 ? `build failed, running ${busy}` : "build failed";
  if (busy > 0) return `running ${busy}`;
  if (countOf(activity, "starting") > 0) return "starting";
  return countOf(activity, "idle") > 0 ? "idle" : "";
}

/** `24 ms`, with `❄ 85 ms` where the call began with a cold start. */
function lastText(record: InvocationRecord | undefined): string {
  if (!record) return "";
  const { durationMs, initMs } = record.report;
  const outcome = record.status === "success" ? "" : " ✗";
  return `${milliseconds(durationMs)}${initMs == null ? "" : ` ❄ ${milliseconds(initMs)}`}${outcome}`;
}

function functionTooltip(fn: FunctionSummary, activity: FunctionActivity): string {
  const runtime = fn.runtime ?? "container image";
  const lines = [
    `**${fn.name}**`,
    `${runtime} · ${fn.architecture} · ${fn.memoryMb} MB · ${fn.timeoutS} s`,
    ...(fn.handler === null ? [] : [`Handler \`${fn.handler}\``]),
    ...(activity.environments.size === 0 ? [] : [`Environments: ${environmentsText(activity)}`]),
    ...fn.buildProblems.slice(0, 3).map(({ message }) => `$(error) ${message}`),
    ...fn.problems.slice(0, 3).map(({ message, severity }) => `$(${severity}) ${message}`),
  ];
  const last = activity.invocations[0];
  if (last) lines.push(`Last call ${clockTime(last.startedAt)}: ${outcomeOf(last)}, ${figuresText(last)}`);
  return lines.join("\n\n");
}

const environmentWords: Readonly<Record<EnvironmentState, string>> = {
  starting: "starting",
  spare: "spare, ready for the next cold start",
  idle: "idle, warm",
  busy: "running",
};

/** `2 idle, 1 running` */
function environmentsText(activity: FunctionActivity): string {
  const words = { busy: "running", starting: "starting", idle: "idle", spare: "spare" } as const;
  return (["busy", "starting", "idle", "spare"] as const)
    .map((state) => [countOf(activity, state), words[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(", ");
}

function countOf({ environments }: FunctionActivity, wanted: EnvironmentState): number {
  return [...environments.values()].filter((state) => state === wanted).length;
}

function invocationsText(records: readonly InvocationRecord[]): string {
  const failed = records.filter(({ status }) => status !== "success").length;
  return failed === 0 ? `last ${records.length}` : `last ${records.length}, ${failed} failed`;
}

function invocationView(record: InvocationRecord): NodeView {
  const isSuccess = record.status === "success";
  return row("invocation", clockTime(record.startedAt), {
    description: `${outcomeOf(record)} · ${figuresText(record)}`,
    icon: isSuccess ? theme("pass", "testing.iconPassed") : theme("error", "testing.iconFailed"),
    tooltip: `Request ${record.requestId}\n\nBuild ${record.build}, ${record.engine} engine`,
  });
}

function figuresText({ report }: InvocationRecord): string {
  const init = report.initMs == null ? "" : ` ❄ ${milliseconds(report.initMs)}`;
  return `${milliseconds(report.durationMs)}${init} · ${report.maxMemoryUsedMb} of ${report.memoryMb} MB`;
}

/** TypeScript has a picture of its own: people think of it as a language, though AWS has one Node.js runtime. */
function runtimeIcon({ runtime, packageType, handlerFile }: FunctionSummary): string {
  if (packageType === "Image") return "image";
  const source = handlerFile ?? "";
  if (/\.[cm]?tsx?$/.test(source)) return "typescript";
  if (source.endsWith(".rs")) return "rust";
  if (source.endsWith(".go")) return "go";
  const family = findRuntime(runtime ?? "")?.family;
  return family === undefined || family === "provided" ? "custom" : family;
}

function row(contextValue: string, label: string, rest: Partial<NodeView> & { readonly icon: NodeIcon }): NodeView {
  return { label, contextValue, description: "", tooltip: "", state: "leaf", ...rest };
}

function theme(id: string, color?: string): NodeIcon {
  return { kind: "theme", id, ...(color === undefined ? {} : { color }) };
}
