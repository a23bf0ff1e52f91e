import type { Severity } from "../problem.ts";

/** A rule of good practice. `docs/rules/<code>.md` explains it; a setting can change its severity. */
export interface Rule {
  readonly code: string;
  /** What it finds, in a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** What it reads. */
  readonly area: "template" | "code";
}

/** All rules, with their severities unless a setting says otherwise. */
export const rules = [
  { code: "runtime-retiring", title: "Runtime loses support within 180 days", severity: "warning", area: "template" },
  { code: "timeout-over-api-limit", title: "Timeout longer than the API waits", severity: "warning", area: "template" },
  {
    code: "queue-visibility-too-short",
    title: "Queue's visibility timeout less than six times the function's timeout",
    severity: "warning",
    area: "template",
  },
  { code: "memory-nearly-full", title: "Peak memory above 85% of the setting", severity: "warning", area: "template" },
  { code: "memory-far-above-peak", title: "Memory far above the peak", severity: "info", area: "template" },
  { code: "package-near-limit", title: "Package near Lambda's size limit", severity: "warning", area: "template" },
  { code: "secret-in-template", title: "Secret written into the template", severity: "warning", area: "template" },
  {
    code: "environment-secret-unencrypted",
    title: "Secret in an environment variable without a key of its own",
    severity: "warning",
    area: "template",
  },
  { code: "wildcard-action", title: "Policy allows every action", severity: "warning", area: "template" },
  {
    code: "wildcard-resource",
    title: "Policy allows actions on every resource",
    severity: "warning",
    area: "template",
  },
  { code: "wildcard-principal", title: "Role that everybody may assume", severity: "warning", area: "template" },
  {
    code: "failure-destination-missing",
    title: "Asynchronous function without a place for failed events",
    severity: "info",
    area: "template",
  },
  {
    code: "batch-failures-unreported",
    title: "Batch trigger without ReportBatchItemFailures",
    severity: "info",
    area: "template",
  },
  { code: "secret-in-code", title: "Secret written into the code", severity: "warning", area: "code" },
  { code: "client-in-handler", title: "Client or connection made in the handler", severity: "warning", area: "code" },
  { code: "whole-aws-sdk", title: "Whole AWS SDK v2 imported", severity: "warning", area: "code" },
  { code: "heavy-import-unused", title: "Heavy import that nothing uses", severity: "warning", area: "code" },
  { code: "blocking-work-at-import", title: "Slow work while the code loads", severity: "warning", area: "code" },
] as const satisfies readonly Rule[];

export type RuleCode = (typeof rules)[number]["code"];

const severities = new Map<RuleCode, Severity>(rules.map(({ code, severity }) => [code, severity]));

/** The severity of a rule where no setting changes it. */
export function defaultSeverity(code: RuleCode): Severity {
  return severities.get(code) ?? "warning";
}
