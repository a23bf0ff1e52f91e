import { readFile } from "node:fs/promises";
import { Failure } from "../runner/model/failure.ts";
import type { LaunchArguments } from "./launch-arguments.ts";

/**
 * The event of a session's arguments as JSON text.
 *
 * @throws Failure `event-invalid` for a file that can't be read
 */
export async function eventText(event: LaunchArguments["event"]): Promise<string> {
  if (event === undefined) return "{}";
  if ("text" in event) return event.text;
  try {
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    return (await readFile(event.file, "utf8")).replace(/^\ufeff/, "");
  } catch (error) {
    const message = `The event ${event.file} can't be read. Set "event" to a JSON file, or to the event itself.`;
    throw new Failure("event-invalid", message, { cause: error });
  }
}
