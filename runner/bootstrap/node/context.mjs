/**
 * The context object of one invocation, without the members that end a callback-style invocation.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers of the Runtime API's `next`
 * @throws {Error} when a JSON header is malformed
 */
export function createContext(headers) {
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: process.env["AWS_LAMBDA_FUNCTION_VERSION"],
    memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    clientContext: parseHeader(headers, "lambda-runtime-client-context", "ClientContext"),
    identity: parseHeader(headers, "lambda-runtime-cognito-identity", "CognitoIdentity"),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/**
 * Puts the trace id where X-Ray's libraries look for it.
 *
 * @param {import("node:http").IncomingHttpHeaders} headers
 */
export function exportTraceId(headers) {
  const traceId = headers["lambda-runtime-trace-id"];
  if (typeof traceId === "string" && traceId !== "") process.env["_X_AMZN_TRACE_ID"] = traceId;
  else delete process.env["_X_AMZN_TRACE_ID"];
}

/**
 * @param {import("node:http").IncomingHttpHeaders} headers
 * @param {string} name
 * @param {string} label as AWS's error text names it
 */
function parseHeader(headers, name, label) {
  const value = headers[name];
  if (typeof value !== "string" || value === "") return undefined;
  try {
    // node:http hands over header bytes as Latin-1; the JSON is UTF-8.
    return JSON.parse(Buffer.from(value, "latin1").toString("utf8"));
  } catch (error) {
    throw new Error(`Cannot parse ${label} as json: ${String(error)}`, { cause: error });
  }
}
