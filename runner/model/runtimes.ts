import data from "./runtimes.json" with { type: "json" };

export type RuntimeFamily = "nodejs" | "python" | "java" | "dotnet" | "ruby" | "provided" | "go";

/** One of Lambda's runtime identifiers. Dates are ISO days, null where AWS has announced none. */
export interface RuntimeInfo {
  readonly id: string;
  readonly family: RuntimeFamily;
  /** `24` of `nodejs24.x`, `3.13` of `python3.13`, `al2023` of `provided.al2023`. */
  readonly version: string;
  /** `AL2023`, `AL2`, `AL1`; null where not announced. */
  readonly os: string | null;
  /** AWS's own base image. */
  readonly image: string;
  /** `image-only`: AWS has a base image, but zip packages can't use it. */
  readonly status: "managed" | "image-only" | "preview";
  readonly deprecation: string | null;
  readonly blockCreate: string | null;
  readonly blockUpdate: string | null;
}

/**
 * - `retired`: AWS creates no new function with it any more (or never did, for a zip package)
 * - `deprecated`: no more patches, creation still works
 */
export type RuntimeSupport = "supported" | "preview" | "deprecated" | "retired";

/** Where the table comes from. */
export const runtimesSource = data.source;

/** The newest of each family first. */
export const allRuntimes: readonly RuntimeInfo[] = data.runtimes.map((runtime) => runtime as RuntimeInfo);

const runtimes = new Map(allRuntimes.map((runtime) => [runtime.id, runtime]));

/** The runtime with this identifier; undefined when Lambda has none. */
export function findRuntime(id: string): RuntimeInfo | undefined {
  return runtimes.get(id);
}

/** How far AWS supports a runtime for zip packages on a day. */
export function runtimeSupport(runtime: RuntimeInfo, today: Date): RuntimeSupport {
  const day = today.toISOString().slice(0, 10);
  if (runtime.status === "image-only") return "retired";
  if (runtime.status === "preview") return "preview";
  if (runtime.blockCreate !== null && runtime.blockCreate <= day) return "retired";
  if (runtime.deprecation !== null && runtime.deprecation <= day) return "deprecated";
  return "supported";
}

/** The newest supported runtime of a family, to recommend. */
export function newestRuntime(family: RuntimeFamily, today: Date): string | undefined {
  const wanted = family === "go" ? "provided" : family;
  return allRuntimes.find((runtime) => {
    return runtime.family === wanted && runtimeSupport(runtime, today) === "supported";
  })?.id;
}
