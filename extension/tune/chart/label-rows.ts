/** A label that belongs above a place. */
export interface PlacedLabel {
  readonly text: string;
  /** Middle of the label. */
  readonly x: number;
  /** From 0, the lowest. */
  readonly row: number;
}

/**
 * Puts labels above their places, in as many rows as it takes for none to cover another; inside of the chart, so those
 * near a side are not quite above theirs.
 *
 * @param labels by place, in pixels
 * @param widthOf width of a text in pixels
 */
export function labelRows(
  labels: readonly { readonly text: string; readonly x: number }[],
  widthOf: (text: string) => number,
  { left, right, gap }: { readonly left: number; readonly right: number; readonly gap: number },
): PlacedLabel[] {
  const ends: number[] = [];
  return labels.map(({ text, x: wanted }) => {
    const half = widthOf(text) / 2;
    const x = Math.min(Math.max(wanted, left + half), right - half);
    const free = ends.findIndex((end) => end + gap <= x - half);
    const row = free === -1 ? ends.length : free;
    ends[row] = x + half;
    return { text, x, row };
  });
}
