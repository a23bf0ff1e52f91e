import type { LogLine } from "../../runner/control/protocol.ts";
import { errorText } from "../error-text.ts";
import { jsonObject } from "../json-object.ts";
import { maskSecrets } from "../../runner/model/secrets.ts";

/** What a line says, and how important it is. */
export interface LogEntry {
  readonly level: "trace" | "debug" | "info" | "warn" | "error";
  readonly text: string;
}

/** `2026-01-02 03:04:05.678 [info] order 7 paid`, as VS Code's own logs are written, in the person's time zone. */
export function logLineText(line: Pick<LogLine, "source" | "text" | "timeMs">): string {
  const { level, text } = logEntry(line);
  const time = new Date(line.timeMs);
  const local = new Date(line.timeMs - time.getTimezoneOffset() * 60_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 23)} [${level}] ${text}`;
}

/** START, END and INIT_START are `debug`: there for those who want them, out of the way of the rest. Secrets are masked. */
export function logEntry({ source, text }: Pick<LogLine, "source" | "text">): LogEntry {
  const entry = source === "platform" ? platformEntry(text) : functionEntry(text);
  return { ...entry, text: maskSecrets(entry.text) };
}

function platformEntry(text: string): LogEntry {
  if (text.startsWith("{")) return jsonPlatformEntry(text);
  if (/^(START|END|INIT_START)\b/.test(text)) return { level: "debug", text };
  if (/^(INIT_REPORT|REPORT)\b/.test(text)) {
    // Request ids are in START, and everywhere in the results.
    const short = text
      .replace(/\tStatus: success\b/, "")
      .replaceAll("\t", "  ")
      .trimEnd();
    return { level: /Status: (error|timeout|failure)/.test(text) ? "error" : "info", text: short };
  }
  return { level: "error", text };
}

function functionEntry(text: string): LogEntry {
  // Node.js: time, request id, level, message. Python: [LEVEL], time, request id, message.
  const node = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t([A-Z]+)\t/.exec(text);
  if (node) return { level: levelOf(node[1]), text: text.slice(node[0].length) };
  const python = /^\[([A-Z]+)\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t\S*\t/.exec(text);
  if (python) return { level: levelOf(python[1]), text: text.slice(python[0].length) };
  const json = text.startsWith("{") ? jsonEntry(text) : undefined;
  if (json) return json;
  return { level: levelOf(/^\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b/.exec(text)?.[1]), text };
}

/** What the platform writes in the JSON log format, as it writes it in the text format. */
function jsonPlatformEntry(text: string): LogEntry {
  const { type, record } = (jsonObject(text) ?? {}) as { type?: unknown; record?: PlatformRecord };
  const { requestId, status, metrics = {}, runtimeVersion, version } = record ?? {};
  switch (type) {
    case "platform.initStart":
      return { level: "debug", text: `INIT_START Runtime Version: ${String(runtimeVersion)}` };
    case "platform.start":
      return { level: "debug", text: `START RequestId: ${String(requestId)} Version: ${String(version)}` };
    case "platform.report": {
      const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } = metrics;
      const figures = [
        `REPORT RequestId: ${String(requestId)}`,
        `Duration: ${String(durationMs)} ms`,
        `Billed Duration: ${String(billedDurationMs)} ms`,
        `Memory Size: ${String(memorySizeMB)} MB`,
        `Max Memory Used: ${String(maxMemoryUsedMB)} MB`,
        ...(initDurationMs === undefined ? [] : [`Init Duration: ${String(initDurationMs)} ms`]),
        ...(status === "success" ? [] : [`Status: ${String(status)}`]),
      ];
      return { level: status === "success" ? "info" : "error", text: figures.join("  ") };
    }
    default:
      return { level: "debug", text };
  }
}

interface PlatformRecord {
  readonly requestId?: unknown;
  readonly status?: unknown;
  readonly version?: unknown;
  readonly runtimeVersion?: unknown;
  readonly metrics?: Readonly<Record<string, number | undefined>>;
}

const knownFields: ReadonlySet<string> = new Set(["timestamp", "requestId", "AWSRequestId"]);

/** Structured logging: the message, and behind it what else there is but time and request, which are known. */
function jsonEntry(text: string): LogEntry | undefined {
  const { level, message, ...rest } = jsonObject(text) ?? {};
  if (typeof level !== "string" || message === undefined) return undefined;
  const json = JSON.stringify(message);
  const said = typeof message === "string" ? message : (errorText(json) ?? json);
  const others = Object.entries(rest).filter(([name]) => !knownFields.has(name));
  const more = others.length === 0 ? "" : ` ${JSON.stringify(Object.fromEntries(others))}`;
  return { level: levelOf(level), text: said + more };
}

function levelOf(name: string | undefined): LogEntry["level"] {
  switch (name?.toUpperCase()) {
    case "TRACE":
      return "trace";
    case "DEBUG":
      return "debug";
    case "WARN":
    case "WARNING":
      return "warn";
    case "ERROR":
    case "FATAL":
    case "CRITICAL":
      return "error";
    default:
      return "info";
  }
}
