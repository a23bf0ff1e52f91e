import type { EnvironmentSummary, InvocationRecord, RunnerEvent } from "../../runner/control/protocol.ts";

export type EnvironmentState = Exclude<Extract<RunnerEvent, { event: "environment" }>["state"], "stopped">;

/** What a runner's events say of one function. */
export interface FunctionActivity {
  /** By environment id, oldest first. */
  readonly environments: ReadonlyMap<string, EnvironmentState>;
  /** What is being built or pulled for it, in the tool's own words. */
  readonly progress: string | undefined;
  /** Newest first, at most `keptInvocations`. */
  readonly invocations: readonly InvocationRecord[];
}

export const keptInvocations = 10;

export const quiet: FunctionActivity = { environments: new Map(), progress: undefined, invocations: [] };

export type Activities = ReadonlyMap<string, FunctionActivity>;

/** The activities after an event: the same map when it changes nothing here. */
export function afterEvent(activities: Activities, event: RunnerEvent): Activities {
  switch (event.event) {
    case "environment": {
      const { functionName, environmentId, state } = event;
      return changed(activities, functionName, (activity) => {
        const environments = new Map(activity.environments);
        if (state === "stopped") environments.delete(environmentId);
        else environments.set(environmentId, state);
        // Whoever starts has been built.
        return { ...activity, environments, progress: undefined };
      });
    }
    case "invocation":
      return changed(activities, event.functionName, (activity) => ({
        ...activity,
        progress: undefined,
        invocations: [event, ...activity.invocations].slice(0, keptInvocations),
      }));
    case "progress": {
      const what =
        event.kind === "tool" ? event.tool : `${event.kind === "pull" ? "pulling" : "building"} ${event.image}`;
      return changed(activities, event.functionName, (activity) => ({ ...activity, progress: what }));
    }
    case "project":
      return without(activities, event.removed);
    case "ready":
    case "log":
    case "problem":
    case "reload":
    case "debugger":
    case "estimates":
      return activities;
  }
}

/** What a client that joins late is told at first. */
export function activitiesFrom(
  environments: readonly EnvironmentSummary[],
  invocations: readonly InvocationRecord[],
): Activities {
  const activities = new Map<string, FunctionActivity>();
  for (const { functionName, environmentId, state } of environments) {
    const activity = activities.get(functionName) ?? quiet;
    const live = new Map(activity.environments).set(environmentId, state);
    activities.set(functionName, { ...activity, environments: live });
  }
  for (const record of invocations) {
    const activity = activities.get(record.functionName) ?? quiet;
    if (activity.invocations.length === keptInvocations) continue;
    activities.set(record.functionName, { ...activity, invocations: [...activity.invocations, record] });
  }
  return activities;
}

function changed(
  activities: Activities,
  functionName: string,
  change: (activity: FunctionActivity) => FunctionActivity,
): Activities {
  return new Map(activities).set(functionName, change(activities.get(functionName) ?? quiet));
}

function without(activities: Activities, names: readonly string[]): Activities {
  if (names.every((name) => !activities.has(name))) return activities;
  return new Map([...activities].filter(([name]) => !names.includes(name)));
}
