import type { FunctionSummary, InvocationRecord } from "../../runner/control/protocol.ts";
import { startOfFile } from "../../runner/model/problem.ts";
import { quiet, type FunctionActivity } from "../workspace/function-activity.ts";
import { emptyState } from "../workspace/workspace-state.ts";
import type { FolderView } from "./tree-node.ts";

/** A function as a runner tells of it. */
export function summary(name: string, rest: Partial<FunctionSummary> = {}): FunctionSummary {
  return {
    name,
    logicalId: name,
    template: "/project/template.yaml",
    range: startOfFile,
    runtime: "python3.13",
    imageRuntime: null,
    handler: "app.handler",
    codeFolder: "/project/functions/a",
    handlerFile: "/project/functions/a/app.py",
    handlerLine: 0,
    handlerFunction: "handler",
    packageType: "Zip",
    architecture: "x86_64",
    memoryMb: 256,
    timeoutS: 10,
    ephemeralStorageMb: 512,
    provisionedConcurrency: null,
    triggers: [],
    problems: [],
    buildProblems: [],
    ...rest,
  };
}

export function folderView(
  functions: readonly FunctionSummary[],
  activity: Readonly<Record<string, Partial<FunctionActivity>>> = {},
  rest: Partial<FolderView> = {},
): FolderView {
  const entries = Object.entries(activity).map(([name, part]) => [name, { ...quiet, ...part }] as const);
  return {
    name: "project",
    folder: "/project",
    events: [],
    state: { ...emptyState, listing: { kind: "done" }, functions, activity: new Map(entries) },
    ...rest,
  };
}

export function record(requestId: string, rest: Partial<InvocationRecord> = {}): InvocationRecord {
  return {
    requestId,
    functionName: "A",
    environmentId: "e1",
    logStream: "2026/01/01/[$LATEST]e1",
    engine: "process",
    runtime: "Python 3.13",
    build: "abcd1234",
    startedAt: Date.parse("2026-01-02T03:04:05Z"),
    status: "success",
    errorType: undefined,
    requestBytes: 2,
    responseBytes: 2,
    isDebugged: false,
    report: {
      initMs: undefined,
      durationMs: 24.2,
      billedMs: 25,
      memoryMb: 256,
      maxMemoryUsedMb: 40,
      cpuMs: 3,
      initCpuMs: undefined,
    },
    ...rest,
  };
}
