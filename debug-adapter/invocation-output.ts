import type { InvokeReply } from "../runner/control/protocol.ts";
import { throttledText } from "../runner/control/throttled-text.ts";
import { maskSecrets } from "../runner/model/secrets.ts";
import type { LogOutput } from "./log-output.ts";

/** What a debug console shows of a call that has ended. */
export function invocationOutput(functionName: string, reply: InvokeReply): LogOutput {
  const { report, functionError, payload } = reply;
  if (!report) return { category: "stderr", output: `${throttledText(functionName, reply)}\n` };
  const took = `${report.durationMs.toFixed(1)} ms`;
  const what = functionError === null ? "answered" : "failed";
  const output = `${functionName} ${what} after ${took}: ${maskSecrets(payload === "" ? "(nothing)" : payload)}\n`;
  return { category: functionError === null ? "console" : "stderr", output };
}
