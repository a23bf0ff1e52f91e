import { relative } from "node:path";
import type { LocatedFrame } from "../../runner/control/protocol.ts";

/** Part of a text: offsets in UTF-16 units, `end` is exclusive. */
export interface TextPart {
  readonly start: number;
  readonly end: number;
}

/** A document's text, and the places in it that lead to sources. */
export interface ShownResult {
  readonly text: string;
  readonly frames: readonly LocatedFrame[];
}

/**
 * Writes the places that frames lead to, such as `src/app.ts:12:5`, in place of what the runtime called them. In
 * `part` only: the rest is as the function wrote it, and its frames just lead there.
 *
 * @param folder that the paths are written relative to
 */
export function withSourcePlaces(
  text: string,
  frames: readonly LocatedFrame[],
  part: TextPart | undefined,
  folder: string,
): ShownResult {
  let result = "";
  let copied = 0;
  const moved: LocatedFrame[] = [];
  for (const frame of frames) {
    const isInPart = part !== undefined && frame.start >= part.start && frame.end <= part.end;
    const place = isInPart ? placeText(frame, folder) : text.slice(frame.start, frame.end);
    result += text.slice(copied, frame.start);
    moved.push({ ...frame, start: result.length, end: result.length + place.length });
    result += place;
    copied = frame.end;
  }
  return { text: result + text.slice(copied), frames: moved };
}

function placeText({ file, line, column }: LocatedFrame, folder: string): string {
  const path = relative(folder, file);
  const shown = path.startsWith("..") ? file : path;
  return column === null ? `${shown}:${line}` : `${shown}:${line}:${column}`;
}
