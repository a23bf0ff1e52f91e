/** Where two texts differ, as offsets: from `start` on, up to the end of what was there before, and of what is there now. */
export interface ChangedText {
  readonly start: number;
  readonly endBefore: number;
  readonly endNow: number;
}

/** What lies between the beginning and the end that stayed. */
export function changedText(before: string, now: string): ChangedText {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === now.charCodeAt(now.length - 1 - same)
  ) {
    same++;
  }
  return { start, endBefore: before.length - same, endNow: now.length - same };
}
