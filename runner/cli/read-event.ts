import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Failure } from "../model/failure.ts";
import { whyUnreadable } from "../project/why-unreadable.ts";

/**
 * The text of `--event`: a file, `-` for standard input, or JSON text itself. Whether it is JSON is checked where
 * it is used.
 *
 * @throws Failure `event-invalid` when a file cannot be read
 */
export async function readEvent(
  event: string | undefined,
  cwd: string,
  stdin: Readable,
  signal: AbortSignal,
): Promise<string> {
  if (event === undefined) return "{}";
  if (event === "-") return withoutMark((await buffer(addAbortSignal(signal, stdin))).toString());
  if (looksLikeJson(event)) return event;
  if (event.trim() === "") {
    throw new Failure("event-invalid", "--event is empty. Give it a file, - for standard input, or JSON text.");
  }
  const path = resolve(cwd, event);
  try {
    return withoutMark(await readFile(path, "utf8"));
  } catch (error) {
    const message = `The event ${path} can't be read: ${whyUnreadable(error)}. Give --event a file, - for standard input, or JSON text.`;
    throw new Failure("event-invalid", message, { cause: error });
  }
}

/** Editors on Windows put a byte order mark in front, which JSON does not know. */
function withoutMark(text: string): string {
  return text.replace(/^\ufeff/, "");
}

/** A path never starts like an object, an array or a string, and nobody names a file `null` or `1`. */
function looksLikeJson(text: string): boolean {
  return /^\s*([{["]|(null|true|false|-?\d+(\.\d+)?)\s*$)/.test(text);
}
