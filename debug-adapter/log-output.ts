import type { LogLine } from "../runner/control/protocol.ts";
import { maskSecrets } from "../runner/model/secrets.ts";

/** Body of an `output` event. */
export interface LogOutput {
  readonly category: "console" | "stdout" | "stderr";
  readonly output: string;
}

/** A line of a function's log as a debug console shows it. Secrets are masked. */
export function logOutput({ source, text }: Pick<LogLine, "source" | "text">): LogOutput {
  return { category: categoryOf(source, text), output: `${maskSecrets(text)}\n` };
}

function categoryOf(source: LogLine["source"], text: string): LogOutput["category"] {
  if (source === "function") return errorLine.test(text) ? "stderr" : "stdout";
  return platformLine.test(text) ? "console" : "stderr";
}

/** What the platform writes when all goes well; the rest says what went wrong. */
const platformLine = /^(\{|START |END |INIT_START |(INIT_)?REPORT (?!.*Status: (error|timeout|failure)))/;

/** By the formats of Lambda's runtimes: time, request id, level; or the level in brackets; or JSON. */
const errorLine = /^(\S+\t\S+\t(ERROR|FATAL)\t|\[(ERROR|CRITICAL)\]|\{.*"level":\s*"(ERROR|FATAL|CRITICAL)")/;
