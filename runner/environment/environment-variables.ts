import type { LambdaFunction } from "../model/function.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** What functions get when nobody asked for real credentials: SDKs without any look for them, and hang. */
export const dummyCredentials: Credentials = {
  accessKeyId: "test",
  secretAccessKey: "test",
  sessionToken: "test",
};

/** Reserved by Lambda, but a function's own value is taken. Source: AWS Lambda developer guide, "Defined runtime environment variables". */
const overridable = new Set([
  "AWS_LAMBDA_LOG_FORMAT",
  "AWS_LAMBDA_LOG_LEVEL",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LANG",
  "TZ",
]);

/**
 * The variables of an execution environment that don't depend on the engine: Lambda's own and the function's. A
 * function's own value for a reserved variable is dropped, except where Lambda lets it win.
 */
export function environmentVariables(
  fn: LambdaFunction,
  where: {
    readonly region: string;
    readonly logStream: string;
    readonly credentials: Credentials;
    /** Of the build: Node.js is told to use the source maps. */
    readonly hasSourceMaps: boolean;
  },
): Record<string, string> {
  const { credentials } = where;
  const reserved: Record<string, string> = {
    _HANDLER: fn.handler ?? fn.imageConfig?.command?.[0] ?? "",
    AWS_REGION: where.region,
    AWS_DEFAULT_REGION: where.region,
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logging.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: where.logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
    _AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1",
    _AWS_XRAY_DAEMON_PORT: "2000",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
  };
  if (credentials.sessionToken !== undefined) reserved["AWS_SESSION_TOKEN"] = credentials.sessionToken;
  // OS-only runtimes and image functions have no execution environment id on AWS either.
  if (fn.runtime && !fn.runtime.startsWith("provided")) reserved["AWS_EXECUTION_ENV"] = `AWS_Lambda_${fn.runtime}`;
  if (fn.logging.format === "JSON") {
    reserved["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
    reserved["AWS_LAMBDA_LOG_LEVEL"] = fn.logging.applicationLevel ?? "INFO";
  }
  const own = Object.entries(fn.environment).filter(([name]) => !(name in reserved) || overridable.has(name));
  return { ...reserved, ...Object.fromEntries(own), ...(where.hasSourceMaps ? sourceMapVariables(fn) : {}) };
}

/** As SAM's build does; without it, stack traces would show the lines of a bundle that nobody wrote. */
function sourceMapVariables({ environment }: LambdaFunction): Record<string, string> {
  const own = environment["NODE_OPTIONS"] ?? "";
  return own.includes("--enable-source-maps") ? {} : { NODE_OPTIONS: `${own} --enable-source-maps`.trim() };
}

/** `2026/11/23/[$LATEST]0123…`: one an environment, as on AWS. */
export function logStreamName(date: Date, hex32: string): string {
  return `${date.toISOString().slice(0, 10).replaceAll("-", "/")}/[$LATEST]${hex32}`;
}
