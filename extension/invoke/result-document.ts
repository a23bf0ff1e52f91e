import type { FunctionSummary, InvocationRecord, InvokeReply, Report } from "../../runner/control/protocol.ts";
import { formatUsd, formatUsdPerMillion } from "../../runner/model/format-usd.ts";
import { costUsdPerMillion, invocationCost, priceListDate } from "../../runner/model/prices.ts";
import { maskSecrets } from "../../runner/model/secrets.ts";
import { errorText } from "../error-text.ts";
import { jsonObject } from "../json-object.ts";
import { logEntry } from "../logs/log-entry.ts";
import type { TextPart } from "./source-places.ts";
import { clockTime, milliseconds } from "../figures.ts";
import { failureText, outcomeOf } from "../outcome.ts";

/** What is known of one call of a function. */
export interface CallResult {
  readonly fn: FunctionSummary;
  readonly requestId: string;
  /** Unix time in ms. */
  readonly startedAt: number;
  /** `succeeded`, `timed out`, an error type. */
  readonly outcome: string;
  /** Its name for people; undefined for a call that another client made. */
  readonly event: string | undefined;
  /** As text; undefined when only the other client has it. */
  readonly payload: string | undefined;
  readonly log: string;
  readonly build: string;
  readonly engine: "container" | "process";
  readonly report: Report;
  readonly isDebugged: boolean;
  readonly region: string;
}

/** A call that this window made. */
export function resultOfReply(
  fn: FunctionSummary,
  reply: InvokeReply & { readonly report: Report },
  call: { readonly event: string; readonly startedAt: number; readonly region: string },
): CallResult {
  const { requestId, payload, log, build, engine, report, isDebugged, functionError } = reply;
  const outcome = functionError === null ? "succeeded" : failureText(errorTypeOf(payload));
  return { fn, requestId, outcome, payload, log, build, engine, report, isDebugged, ...call };
}

/** A call of the history, by whomever it was made. `log` is what the log has of its request. */
export function resultOfRecord(
  fn: FunctionSummary,
  record: InvocationRecord,
  call: { readonly log: string; readonly region: string },
): CallResult {
  const { requestId, startedAt, build, engine, report, isDebugged } = record;
  return {
    fn,
    requestId,
    startedAt,
    outcome: outcomeOf(record),
    event: undefined,
    payload: undefined,
    build,
    engine,
    report,
    isDebugged,
    ...call,
  };
}

/** The read-only document that shows a call, and where in it an error's stack is. Secrets in it are masked. */
export function resultText(result: CallResult): { readonly text: string; readonly stack: TextPart | undefined } {
  const { fn, outcome, startedAt, event, report, build, engine, requestId, payload, log } = result;
  const figures: (readonly [name: string, value: string])[] = [
    ["Duration", durationText(report)],
    ["Memory", `${report.maxMemoryUsedMb} of ${report.memoryMb} MB`],
    ...costFigures(result),
    ["Build", `${build} · ${engine} engine · ${fn.runtime ?? "container image"} · ${fn.architecture}`],
    ["Request", requestId],
    ...(event === undefined ? [] : [["Event", event] as const]),
  ];
  const head = [
    `${fn.name} ${outcome} at ${clockTime(startedAt)}`,
    "",
    ...figures.map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    "",
    "",
  ].join("\n");
  const error = payload === undefined ? undefined : errorText(payload);
  const stack = error === undefined ? "" : maskSecrets(`Error\n${error}\n\n`);
  const logPart = `Log\n${logText(log)}\n`;
  const payloadPart = payload === undefined ? "" : `Payload\n${prettyJson(payload)}\n`;
  // An error's payload says once more what stands above the log.
  const parts = stack === "" ? [payloadPart, logPart] : [logPart, payloadPart];
  return {
    text: head + stack + maskSecrets(parts.filter((part) => part !== "").join("\n")),
    stack: stack === "" ? undefined : { start: head.length, end: head.length + stack.length },
  };
}

/** JSON logs are for machines: their lines are shown as the log channel shows them, without what it leaves out. */
function logText(log: string): string {
  const lines = log.trimEnd().split("\n").map(jsonLogLine);
  return lines.filter((line) => line !== undefined).join("\n");
}

function jsonLogLine(line: string): string | undefined {
  if (!line.startsWith("{")) return line;
  const source = line.includes('"type":"platform.') ? "platform" : "function";
  const { level, text } = logEntry({ source, text: line });
  if (source === "platform") return level === "debug" ? undefined : text;
  return text === line ? line : `[${level}] ${text}`;
}

function durationText({ durationMs, initMs, billedMs }: Report): string {
  const start = initMs == null ? "warm start" : `❄ cold start, init ${milliseconds(initMs)}`;
  return `${milliseconds(durationMs)} · ${start} · billed ${billedMs} ms`;
}

/** Computed from what was measured, at AWS's list price: what this call costs there if it takes as long. */
function costFigures({ fn, report, isDebugged, region }: CallResult): (readonly [name: string, value: string])[] {
  // Whatever a debugger does to the time it takes costs nothing on AWS.
  if (isDebugged) return [["Cost", "unknown: it was debugged, and took its time"]];
  const call = {
    billedMs: report.billedMs,
    memoryMb: report.memoryMb,
    architecture: fn.architecture,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    region,
  };
  const { totalUsd, isAssumed } = invocationCost(call);
  // Estimates price a mix of both kinds, which is far less than a million of the dear one.
  const kind = report.initMs == null ? "warm" : "cold";
  const list = isAssumed ? `us-east-1, as those of ${region} are not known` : region;
  return [
    ["Cost", `${formatUsd(totalUsd)} on AWS · ${formatUsdPerMillion(costUsdPerMillion(call))} ${kind} calls`],
    ["Prices", `${list} · of ${priceListDate} · free tier not counted`],
  ];
}

/** Indented, where it is JSON. */
function prettyJson(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}

function errorTypeOf(payload: string): string | undefined {
  const { errorType } = jsonObject(payload) ?? {};
  return typeof errorType === "string" ? errorType : undefined;
}
