import type { RunnerClient } from "../control/client.ts";
import type { TunedRunner } from "./tune.ts";

/** A runner in another process. */
export function tunedRunner(client: RunnerClient): TunedRunner {
  return {
    status: () => client.status(),
    functions: () => client.functions(),
    invocations: (params) => client.invocations(params),
    runAtSize: (params, signal) => client.runAtSize(params, signal),
    calibrations: () => client.calibrations(),
  };
}
