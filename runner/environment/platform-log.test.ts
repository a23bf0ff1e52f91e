import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggingConfig } from "../model/function.ts";
import { formatPlatformEvent, type PlatformEvent, type Report } from "./platform-log.ts";

const time = new Date("2026-01-01T00:00:00.064Z");
const text: LoggingConfig = {
  format: "Text",
  applicationLevel: undefined,
  systemLevel: undefined,
  logGroup: "/aws/lambda/hello",
};
const json: LoggingConfig = { ...text, format: "JSON" };

const requestId = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
const warm: Report = {
  initMs: undefined,
  durationMs: 2.369,
  billedMs: 3,
  memoryMb: 128,
  maxMemoryUsedMb: 36,
  cpuMs: 1.5,
  initCpuMs: undefined,
};
const cold: Report = { ...warm, initMs: 423.98, billedMs: 427, initCpuMs: 300 };
const report = {
  type: "platform.report",
  requestId,
  status: "success",
  errorType: undefined,
  report: warm,
  isDebugged: false,
} as const;
const initReport = { type: "platform.initReport", phase: "init", errorType: undefined, durationMs: 1882.55 } as const;
const initStart = {
  type: "platform.initStart",
  functionName: "hello",
  runtimeVersion: "node 24",
  phase: "init",
} as const;

const textLines: readonly (readonly [what: string, event: PlatformEvent, line: string | undefined])[] = [
  ["the start of init", initStart, "INIT_START Runtime Version: node 24"],
  ["no start of an init inside an invocation", { ...initStart, phase: "invoke" }, undefined],
  ["nothing of an init that went well", { ...initReport, status: "success" }, undefined],
  [
    "an init that failed",
    { ...initReport, status: "error", errorType: "Runtime.ImportModuleError" },
    "INIT_REPORT Init Duration: 1882.55 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
  ],
  [
    "an init that timed out, without an error type",
    { ...initReport, status: "timeout", durationMs: 9999.79 },
    "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout",
  ],
  [
    "a second try inside the invocation",
    { ...initReport, phase: "invoke", status: "error", errorType: "Runtime.ExitError" },
    "INIT_REPORT Init Duration: 1882.55 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError",
  ],
  [
    "the start",
    { type: "platform.start", requestId, version: "$LATEST" },
    `START RequestId: ${requestId} Version: $LATEST`,
  ],
  ["the end", { type: "platform.end", requestId }, `END RequestId: ${requestId}`],
  ["a fault as it is", { type: "platform.fault", text: "a\nb" }, "a\nb"],
  [
    "the report of a warm invocation, with the tab at its end",
    report,
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t`,
  ],
  [
    "the report of a cold invocation",
    { ...report, report: cold },
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 427 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 423.98 ms\t`,
  ],
  [
    "a function's own error as a report like any other",
    { ...report, status: "failure", errorType: "Function.TypeError" },
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t`,
  ],
  [
    "the report of a crash",
    { ...report, status: "error", errorType: "Runtime.ExitError" },
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tStatus: error\tError Type: Runtime.ExitError`,
  ],
  [
    "the report of what was debugged, with a mark of its own",
    { ...report, isDebugged: true },
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tDebugged: true\t`,
  ],
  [
    "the report of a timeout, without an error type",
    { ...report, status: "timeout", errorType: "Sandbox.Timedout" },
    `REPORT RequestId: ${requestId}\tDuration: 2.37 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tStatus: timeout`,
  ],
];
for (const [what, event, line] of textLines) {
  test(`writes ${what} in text format`, () => assert.equal(formatPlatformEvent(event, time, text), line));
}

const jsonLines: readonly (readonly [what: string, event: PlatformEvent, line: string | undefined])[] = [
  [
    "the start of init",
    initStart,
    '{"time":"2026-01-01T00:00:00.064Z","type":"platform.initStart","record":{"initializationType":"on-demand","phase":"init","functionName":"hello","functionVersion":"$LATEST","runtimeVersion":"node 24"}}',
  ],
  [
    "the start",
    { type: "platform.start", requestId, version: "$LATEST" },
    `{"time":"2026-01-01T00:00:00.064Z","type":"platform.start","record":{"requestId":"${requestId}","version":"$LATEST"}}`,
  ],
  ["no end", { type: "platform.end", requestId }, undefined],
  ["no fault", { type: "platform.fault", text: "x" }, undefined],
  [
    "the report of a cold invocation",
    { ...report, report: { ...cold, initMs: 463.5124, durationMs: 1233.9601, billedMs: 1698 } },
    `{"time":"2026-01-01T00:00:00.064Z","type":"platform.report","record":{"requestId":"${requestId}","status":"success","metrics":{"durationMs":1233.96,"billedDurationMs":1698,"memorySizeMB":128,"maxMemoryUsedMB":36,"initDurationMs":463.512}}}`,
  ],
  [
    "the report of a crash",
    { ...report, status: "error", errorType: "Runtime.ExitError" },
    `{"time":"2026-01-01T00:00:00.064Z","type":"platform.report","record":{"requestId":"${requestId}","status":"error","errorType":"Runtime.ExitError","metrics":{"durationMs":2.369,"billedDurationMs":3,"memorySizeMB":128,"maxMemoryUsedMB":36}}}`,
  ],
  [
    "an init that failed",
    { ...initReport, status: "error", errorType: "Runtime.ImportModuleError" },
    '{"time":"2026-01-01T00:00:00.064Z","type":"platform.initReport","record":{"initializationType":"on-demand","phase":"init","status":"error","errorType":"Runtime.ImportModuleError","metrics":{"durationMs":1882.55}}}',
  ],
];
for (const [what, event, line] of jsonLines) {
  test(`writes ${what} in JSON format`, () => assert.equal(formatPlatformEvent(event, time, json), line));
}

/** Which of these are written at which system log level. */
const events: Readonly<Record<string, PlatformEvent>> = {
  "initReport, well": { ...initReport, status: "success" },
  "initReport, failed": { ...initReport, status: "error" },
  initStart,
  start: { type: "platform.start", requestId, version: "$LATEST" },
  "report, well": report,
  "report, function failed": { ...report, status: "failure" },
  "report, timed out": { ...report, status: "timeout" },
};
const written = {
  DEBUG: Object.keys(events),
  INFO: Object.keys(events).filter((name) => name !== "initReport, well"),
  WARN: ["initReport, failed", "report, function failed", "report, timed out"],
} as const;
for (const level of ["DEBUG", "INFO", "WARN"] as const) {
  test(`writes at the level ${level} what AWS writes at it`, () => {
    const logging = { ...json, systemLevel: level };
    const names = Object.entries(events).filter(([, event]) => formatPlatformEvent(event, time, logging) !== undefined);
    assert.deepEqual(
      names.map(([name]) => name),
      written[level],
    );
  });
}

test("takes INFO for the level when the function says none", () => {
  const names = Object.entries(events).filter(([, event]) => formatPlatformEvent(event, time, json) !== undefined);
  assert.deepEqual(
    names.map(([name]) => name),
    written.INFO,
  );
});
