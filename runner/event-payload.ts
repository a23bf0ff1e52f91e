import { Failure } from "./model/failure.ts";
import { syncRequestLimitBytes } from "./model/payload-limits.ts";

/**
 * What a function gets of an event that somebody wrote; nothing written is an empty object.
 *
 * @throws Failure `event-invalid` when it is not JSON, or more than Lambda takes
 */
export function eventPayload(text: string): Uint8Array {
  const payload = Buffer.from(text.trim() === "" ? "{}" : text);
  if (payload.length > syncRequestLimitBytes) {
    const message = `The event has ${payload.length} bytes; Lambda takes at most ${syncRequestLimitBytes} (6 MB). Send less, for example the key of an object in S3 instead of the object.`;
    throw new Failure("event-invalid", message);
  }
  try {
    JSON.parse(text.trim() === "" ? "{}" : text);
    return payload;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("event-invalid", `The event is not JSON: ${reason}. Check the file or text given with --event.`, {
      cause: error,
    });
  }
}
