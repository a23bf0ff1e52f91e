import assert from "node:assert/strict";

/** The figures of a REPORT line. */
export interface ReportLine {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly memoryMb: number;
  readonly maxMemoryUsedMb: number;
  /** Undefined for a warm call. */
  readonly initMs: number | undefined;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
}

/** Reads the only REPORT line of a log. */
export function reportLine(log: string): ReportLine {
  const lines = log.split("\n").filter((line) => line.startsWith("REPORT "));
  assert.equal(lines.length, 1, `One REPORT line was expected in:\n${log}`);
  const fields = new Map(lines[0]?.split("\t").map((field) => splitField(field)));
  const figure = (name: string): number => Number(fields.get(name)?.replace(/ (ms|MB)$/, ""));
  return {
    requestId: fields.get("REPORT RequestId") ?? "",
    durationMs: figure("Duration"),
    billedMs: figure("Billed Duration"),
    memoryMb: figure("Memory Size"),
    maxMemoryUsedMb: figure("Max Memory Used"),
    initMs: fields.has("Init Duration") ? figure("Init Duration") : undefined,
    status: fields.get("Status"),
    errorType: fields.get("Error Type"),
  };
}

function splitField(field: string): [string, string] {
  const [name = "", value = ""] = field.split(": ", 2);
  return [name, value];
}
