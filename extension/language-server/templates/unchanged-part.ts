import { changedText } from "../../../runner/model/changed-text.ts";
import type { MapEntry, MapNode } from "../../../runner/model/template/template-node.ts";
import { mapOf } from "./read-part.ts";
import { shiftedNode, shiftedRange } from "./shifted-node.ts";

/**
 * What stands in a template now as it did in an earlier text of it, where it stands now: sections and resources, whole
 * ones only. So what is not being typed in can be spoken of while the rest can't be read.
 *
 * @param root of the earlier text
 */
export function unchangedPart(root: MapNode, before: string, text: string): MapNode {
  const { first, last, down } = changedLines(before, text);
  const moved = (entry: MapEntry): MapEntry | undefined => {
    if (entry.value.range.end.line < first) return entry;
    const { keyRange, value } = entry;
    return keyRange.start.line > last
      ? { keyRange: shiftedRange(keyRange, down), value: shiftedNode(value, down) }
      : undefined;
  };
  const kept = (map: MapNode): MapNode =>
    mapOf(
      [...map.entries].flatMap(([key, entry]) => {
        const now = moved(entry);
        return now ? [[key, now] as const] : [];
      }),
    );
  const sections = new Map(kept(root).entries);
  const section = root.entries.get("Resources");
  if (section?.value.kind === "map" && !sections.has("Resources")) {
    const { keyRange, value } = section;
    // A key above the change is where it was; one that is changed itself is none.
    if (keyRange.end.line < first) sections.set("Resources", { keyRange, value: kept(value) });
  }
  return mapOf(sections);
}

/** The lines of the earlier text that are not there any more, and how much further down is what follows them. */
function changedLines(
  before: string,
  text: string,
): { readonly first: number; readonly last: number; readonly down: number } {
  const { start, endBefore, endNow } = changedText(before, text);
  const last = lineBreaks(before, endBefore);
  return { first: lineBreaks(before, start), last, down: lineBreaks(text, endNow) - last };
}

function lineBreaks(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}
