import { readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Labels that say who made a container. The truth about leftovers after a crash. */
export interface OwnerLabels extends Record<string, string> {
  readonly "pilotlight.role": "environment";
  readonly "pilotlight.workspace": string;
  readonly "pilotlight.owner-pid": string;
  /** Where that pid means something. */
  readonly "pilotlight.owner-host": string;
}

export function ownerLabels(workspaceId: string): OwnerLabels {
  return {
    "pilotlight.role": "environment",
    "pilotlight.workspace": workspaceId,
    "pilotlight.owner-pid": String(process.pid),
    "pilotlight.owner-host": ownerHost(),
  };
}

/** This machine, and on Linux the pid namespace: runners in two containers of one engine don't know each other's pids. */
export function ownerHost(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}
