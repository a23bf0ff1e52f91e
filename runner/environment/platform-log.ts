import type { LoggingConfig } from "../model/function.ts";

/** What the platform, not the function, says about an environment and its invocations. */
export type PlatformEvent =
  | {
      readonly type: "platform.initStart";
      readonly functionName: string;
      /** Which interpreter or image runs here. */
      readonly runtimeVersion: string;
      readonly phase: Phase;
    }
  | {
      readonly type: "platform.initReport";
      readonly phase: Phase;
      readonly status: Status;
      readonly errorType: string | undefined;
      readonly durationMs: number;
    }
  | { readonly type: "platform.start"; readonly requestId: string; readonly version: string }
  /** Written before END: what killed the invocation. Text format only, as on AWS. */
  | { readonly type: "platform.fault"; readonly text: string }
  | { readonly type: "platform.end"; readonly requestId: string }
  | {
      readonly type: "platform.report";
      readonly requestId: string;
      readonly status: Status;
      readonly errorType: string | undefined;
      readonly report: Report;
      /** A debugger had part in it, so the figures are nothing to learn from. AWS has no such mark. */
      readonly isDebugged: boolean;
    };

/** `init`: by itself; `invoke`: once more, inside the invocation. */
export type Phase = "init" | "invoke";

export type Status = "success" | "failure" | "error" | "timeout";

/** The figures of a REPORT line, all measured but `billedMs`, which is computed from them. */
export interface Report {
  /** Start of the runtime to its first `next`; undefined for warm invocations and for init inside an invocation. */
  readonly initMs: number | undefined;
  readonly durationMs: number;
  /** Init included, to the next millisecond: how AWS bills since August 2025. */
  readonly billedMs: number;
  readonly memoryMb: number;
  /** Peak of the whole environment so far. */
  readonly maxMemoryUsedMb: number;
  /** CPU time of this invocation alone. */
  readonly cpuMs: number;
  /** CPU time of the init phase; undefined when `initMs` is. */
  readonly initCpuMs: number | undefined;
}

/** One log line in AWS's format, or undefined where AWS writes none in that format or at that level. */
export function formatPlatformEvent(event: PlatformEvent, time: Date, logging: LoggingConfig): string | undefined {
  return logging.format === "JSON" ? jsonLine(event, time, logging.systemLevel ?? "INFO") : textLine(event);
}

function textLine(event: PlatformEvent): string | undefined {
  switch (event.type) {
    case "platform.initStart":
      // AWS writes one INIT_START an environment, not one a try.
      return event.phase === "init" ? `INIT_START Runtime Version: ${event.runtimeVersion}` : undefined;
    case "platform.initReport":
      // On demand, AWS is silent about an init that went well.
      if (event.status === "success") return undefined;
      return fields(`INIT_REPORT Init Duration: ${milliseconds(event.durationMs)}`, [
        ["Phase", event.phase],
        ["Status", event.status],
        ["Error Type", event.errorType],
      ]);
    case "platform.start":
      return `START RequestId: ${event.requestId} Version: ${event.version}`;
    case "platform.fault":
      return event.text;
    case "platform.end":
      return `END RequestId: ${event.requestId}`;
    case "platform.report": {
      const { report } = event;
      const isFault = event.status === "error" || event.status === "timeout";
      const line = fields(`REPORT RequestId: ${event.requestId}`, [
        ["Duration", milliseconds(report.durationMs)],
        ["Billed Duration", `${report.billedMs} ms`],
        ["Memory Size", `${report.memoryMb} MB`],
        ["Max Memory Used", `${report.maxMemoryUsedMb} MB`],
        ["Init Duration", report.initMs === undefined ? undefined : milliseconds(report.initMs)],
        ["Debugged", event.isDebugged ? "true" : undefined],
        ["Status", isFault ? event.status : undefined],
        ["Error Type", event.status === "error" ? event.errorType : undefined],
      ]);
      return isFault ? line : `${line}\t`;
    }
  }
}

function fields(start: string, rest: readonly (readonly [string, string | undefined])[]): string {
  const present = rest.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value ?? ""}`);
  return [start, ...present].join("\t");
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

const levels = ["DEBUG", "INFO", "WARN"] as const;

/** Which level an event has, by how it ended. Source: AWS Lambda developer guide, "System log level event mapping". */
function levelOf(event: PlatformEvent): (typeof levels)[number] {
  const failed = "status" in event && event.status !== "success";
  if (failed) return "WARN";
  return event.type === "platform.initReport" ? "DEBUG" : "INFO";
}

function jsonLine(event: PlatformEvent, time: Date, level: (typeof levels)[number]): string | undefined {
  if (event.type === "platform.end" || event.type === "platform.fault") return undefined;
  if (levels.indexOf(levelOf(event)) < levels.indexOf(level)) return undefined;
  return JSON.stringify({ time: time.toISOString(), type: event.type, record: jsonRecord(event) });
}

type JsonEvent = Exclude<PlatformEvent, { type: "platform.end" | "platform.fault" }>;

function jsonRecord(event: JsonEvent): Record<string, unknown> {
  switch (event.type) {
    case "platform.initStart": {
      const { functionName, runtimeVersion, phase } = event;
      return { initializationType: "on-demand", phase, functionName, functionVersion: "$LATEST", runtimeVersion };
    }
    case "platform.initReport": {
      const { phase, status, errorType, durationMs } = event;
      return { initializationType: "on-demand", phase, status, errorType, metrics: { durationMs: round(durationMs) } };
    }
    case "platform.start":
      return { requestId: event.requestId, version: event.version };
    case "platform.report": {
      const { requestId, status, errorType, report, isDebugged } = event;
      const metrics = {
        durationMs: round(report.durationMs),
        billedDurationMs: report.billedMs,
        memorySizeMB: report.memoryMb,
        maxMemoryUsedMB: report.maxMemoryUsedMb,
        initDurationMs: report.initMs === undefined ? undefined : round(report.initMs),
      };
      return { requestId, status, errorType, metrics, ...(isDebugged ? { debugged: true } : {}) };
    }
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
