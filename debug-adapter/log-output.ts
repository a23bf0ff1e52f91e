import { basename } from "node:path";
import type { LogLine } from "../runner/control/protocol.ts";
import { maskSecrets } from "../runner/model/secrets.ts";
import type { LogPlace } from "./log-places.ts";

/** Body of an `output` event. */
export interface LogOutput {
  readonly category: "console" | "stdout" | "stderr";
  readonly output: string;
  readonly source?: { readonly name: string; readonly path: string };
  /** The first is 1, as is the first column. */
  readonly line?: number;
  readonly column?: number;
}

/** A line of a function's log as a debug console shows it, with where it was written. Secrets are masked. */
export function logOutput({ source, text }: Pick<LogLine, "source" | "text">, place?: LogPlace): LogOutput {
  const shown = { category: categoryOf(source, text), output: `${maskSecrets(text)}\n` };
  if (!place) return shown;
  const { file, line, column } = place;
  return {
    ...shown,
    source: { name: basename(file), path: file },
    line,
    ...(column === null ? {} : { column }),
  };
}

function categoryOf(source: LogLine["source"], text: string): LogOutput["category"] {
  if (source === "function") return errorLine.test(text) ? "stderr" : "stdout";
  return platformLine.test(text) ? "console" : "stderr";
}

/** What the platform writes when all goes well; the rest says what went wrong. */
const platformLine = /^(\{|START |END |INIT_START |(INIT_)?REPORT (?!.*Status: (error|timeout|failure)))/;

/** By the formats of Lambda's runtimes: time, request id, level; or the level in brackets; or JSON. */
const errorLine = /^(\S+\t\S+\t(ERROR|FATAL)\t|\[(ERROR|CRITICAL)\]|\{.*"level":\s*"(ERROR|FATAL|CRITICAL)")/;
