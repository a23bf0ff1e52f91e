import type { Environment } from "../environment/environment.ts";
import type { EnvironmentSummary } from "./protocol.ts";

/** What clients are told of environments, the oldest first. */
export function environmentSummaries(environments: readonly Environment[]): EnvironmentSummary[] {
  return environments.flatMap(({ fn, id, state, engine, startedAt }) =>
    state.kind === "stopped"
      ? []
      : [
          {
            functionName: fn.name,
            environmentId: id,
            state: state.kind,
            engine: engine.kind,
            startedAtMs: startedAt,
          },
        ],
  );
}
