import type { IncomingHttpHeaders } from "node:http";
import { asyncRequestLimitBytes, clientContextLimitBytes, syncRequestLimitBytes } from "../model/payload-limits.ts";
import { userError, type AwsError } from "./aws-error.ts";

export interface InvokeHeaders {
  readonly type: "RequestResponse" | "Event" | "DryRun";
  readonly wantsTail: boolean;
  /** JSON text. */
  readonly clientContext: string | undefined;
  readonly traceId: string | undefined;
}

/** Reads the headers of an Invoke; what AWS refuses is refused in its words. */
export function readInvokeHeaders(
  headers: IncomingHttpHeaders,
): { readonly ok: InvokeHeaders } | { readonly error: AwsError } {
  const type = text(headers["x-amz-invocation-type"]) ?? "RequestResponse";
  if (type !== "RequestResponse" && type !== "Event" && type !== "DryRun") {
    return { error: invalidEnum(type, "invocationType", "Event, RequestResponse, DryRun") };
  }
  const logType = text(headers["x-amz-log-type"]) ?? "None";
  if (logType !== "None" && logType !== "Tail") return { error: invalidEnum(logType, "logType", "None, Tail") };
  const encoded = text(headers["x-amz-client-context"]);
  const clientContext = encoded === undefined ? undefined : decodeClientContext(encoded);
  if (clientContext === null) {
    const message = "Client context must be a valid Base64-encoded JSON object.";
    return { error: userError(400, "InvalidRequestContentException", message) };
  }
  const traceId = text(headers["x-amzn-trace-id"]);
  return { ok: { type, wantsTail: logType === "Tail", clientContext, traceId } };
}

/**
 * The event as the function gets it, or why AWS would not take it. An empty body is an empty object. Bodies above
 * the limit for all types have been refused before.
 */
export function readEvent(
  body: Buffer,
  type: InvokeHeaders["type"],
): { readonly ok: Uint8Array } | { readonly error: AwsError } {
  if (type === "Event" && body.length > asyncRequestLimitBytes) return { error: tooLargeForEvent(body.length) };
  if (body.length === 0) return { ok: emptyEvent };
  try {
    JSON.parse(body.toString());
    return { ok: body };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Could not parse request body into json: Could not parse payload into json: ${reason}`;
    return { error: userError(400, "InvalidRequestContentException", message) };
  }
}

export function tooLarge(): AwsError {
  const message = `Request must be smaller than ${syncRequestLimitBytes} bytes for the InvokeFunction operation`;
  return userError(413, "RequestTooLargeException", message);
}

function tooLargeForEvent(bytes: number): AwsError {
  const message = `${bytes} byte payload is too large for the Event invocation type (limit ${asyncRequestLimitBytes} bytes)`;
  return userError(413, "RequestTooLargeException", message);
}

const emptyEvent = Buffer.from("{}");

function text(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function invalidEnum(value: string, member: string, allowed: string): AwsError {
  const message = `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed}]`;
  return userError(400, "ValidationException", message);
}

function decodeClientContext(encoded: string): string | null {
  if (encoded.length > clientContextLimitBytes) return null;
  try {
    const json = Buffer.from(encoded, "base64").toString();
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? json : null;
  } catch {
    return null;
  }
}
