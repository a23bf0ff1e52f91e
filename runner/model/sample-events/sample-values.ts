/**
 * When every sample event happened. Fixed, as everything in them, so that an event kept in a project only changes
 * with its trigger.
 */
export const sampleTime = {
  iso: "2026-01-01T00:00:00Z",
  isoWithMs: "2026-01-01T00:00:00.000Z",
  /** Unix time in ms. */
  ms: 1_767_225_600_000,
  /** Unix time in s. */
  s: 1_767_225_600,
  /** As API Gateway writes it (Common Log Format). */
  commonLog: "01/Jan/2026:00:00:00 +0000",
} as const;

/** A caller that can't exist: an address kept for documentation (RFC 5737). */
export const sampleCaller = { address: "192.0.2.1", userAgent: "curl/8.5.0" } as const;

export const sampleTraceId = "Root=1-6955b900-0123456789abcdef01234567";
export const sampleRequestId = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";
export const sampleApiId = "a1b2c3d4e5";
/** An IAM principal's unique id. */
export const samplePrincipalId = "AIDAEXAMPLE";

/** A UUID that tells the records of one batch apart. */
export function sampleUuid(index: number): string {
  return `059f36b4-87a3-44ab-83d2-66197583${(0x0a7d + index).toString(16).padStart(4, "0")}`;
}
