/** Limits of what goes in and out of an invocation, in bytes. Source: AWS Lambda quotas, "Invocation payload". */
export const syncRequestLimitBytes = 6_291_456;

/** 6 MiB and 100 bytes, as AWS's own message states it. */
export const syncResponseLimitBytes = 6_291_556;

export const asyncRequestLimitBytes = 1_048_576;

/** Of `X-Amz-Client-Context`, base64. Source: AWS Lambda API reference, Invoke. */
export const clientContextLimitBytes = 3_583;

/** What `LogType: Tail` returns at the most. Source: AWS Lambda API reference, Invoke. */
export const logTailLimitBytes = 4_096;

/** Of a request to Lambda's API. Source: AWS Lambda quotas, "Request line and header values". */
export const requestLineAndHeadersLimitBytes = 1_048_576;
