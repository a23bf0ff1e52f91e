/**
 * The states of a runtime as AWS's Runtime API names them in its refusals. Source: the state names of AWS's runtime
 * interface emulator, `core/states`.
 */
export type RuntimeState =
  | "Started"
  | "InitError"
  | "Ready"
  | "Running"
  | "InvocationResponse"
  | "InvocationErrorResponse"
  | "RuntimeResponseSentState";

/** What a runtime asks for, by the state it wants to reach. */
export type RuntimeRequest = "InitError" | "Ready" | "InvocationResponse" | "InvocationErrorResponse";

const allowed: Readonly<Record<RuntimeRequest, readonly RuntimeState[]>> = {
  InitError: ["Started"],
  // A runtime may ask again for an event it has not answered yet: a client that lost its connection does.
  Ready: ["Started", "Ready", "Running", "RuntimeResponseSentState"],
  InvocationResponse: ["Running"],
  InvocationErrorResponse: ["Running"],
};

/** Why the request is refused in this state, in AWS's words; undefined when it is allowed. */
export function refusal(from: RuntimeState, request: RuntimeRequest): string | undefined {
  if (allowed[request].includes(from)) return undefined;
  return `State transition from ${from} to ${request} failed for runtime. Error: State transition is not allowed`;
}
