import type { Range } from "./problem.ts";

/**
 * One event source of a function: SAM's `Events` entry, or the plain CloudFormation resource that does the same.
 * `properties` are the source's own, resolved, in AWS's spelling.
 */
export interface Trigger {
  /** SAM's event type: `HttpApi`, `Api`, `SQS`, `Schedule`, … ; `FunctionUrl` for function URLs. */
  readonly type: string;
  /** The key under `Events`, or the resource's logical id. */
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly range: Range;
}
