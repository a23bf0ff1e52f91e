/** What an environment does now. */
export type EnvironmentState =
  | { readonly kind: "starting" }
  /** Booted up to, not including, the function's code, and waiting for a build to run. */
  | { readonly kind: "spare" }
  | { readonly kind: "idle"; readonly sinceMs: number }
  | { readonly kind: "busy"; readonly requestId: string }
  | { readonly kind: "stopped"; readonly reason: string };
