import type { LogLine } from "../../runner/control/protocol.ts";
import { maskSecrets } from "../../runner/model/secrets.ts";

/** A line as a log channel of VS Code takes it, which writes time and level itself. */
export interface LogEntry {
  readonly level: "trace" | "debug" | "info" | "warn" | "error";
  readonly text: string;
}

/** START, END and INIT_START are `debug`: there for those who want them, out of the way of the rest. Secrets are masked. */
export function logEntry({ source, text }: Pick<LogLine, "source" | "text">): LogEntry {
  const entry = source === "platform" ? platformEntry(text) : functionEntry(text);
  return { ...entry, text: maskSecrets(entry.text, []) };
}

function platformEntry(text: string): LogEntry {
  if (/^(START|END|INIT_START)\b/.test(text)) return { level: "debug", text };
  if (/^(INIT_REPORT|REPORT)\b/.test(text)) {
    // Request ids are in START, and everywhere in the results.
    const short = text
      .replace(/\tStatus: success\b/, "")
      .replaceAll("\t", "  ")
      .trimEnd();
    return { level: /Status: (error|timeout|failure)/.test(text) ? "error" : "info", text: short };
  }
  return { level: text.startsWith("{") ? "debug" : "error", text };
}

function functionEntry(text: string): LogEntry {
  // Node.js: time, request id, level, message. Python: [LEVEL], time, request id, message.
  const node = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t\S+\t([A-Z]+)\t/.exec(text);
  if (node) return { level: levelOf(node[1]), text: text.slice(node[0].length) };
  const python = /^\[([A-Z]+)\]\t\d{4}-\d\d-\d\dT[\d:.]+Z\t\S*\t/.exec(text);
  if (python) return { level: levelOf(python[1]), text: text.slice(python[0].length) };
  const json = text.startsWith("{") ? jsonLevel(text) : undefined;
  return { level: levelOf(json ?? /^\[?(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b/.exec(text)?.[1]), text };
}

function jsonLevel(text: string): string | undefined {
  try {
    const { level } = JSON.parse(text) as { level?: unknown };
    return typeof level === "string" ? level : undefined;
  } catch {
    return undefined;
  }
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
