/** One measured number, and what it is held against. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "calls/s" | "MB" | "%";
  /** How many measurements `value` was made of. */
  readonly samples: number;
  /** `value` divided by the floor's, measured in the same run. */
  readonly timesFloor?: number;
  readonly goal?: Goal;
}

export interface Goal {
  readonly text: string;
  readonly isMet: boolean;
}

/** The goal that a figure is at most so many times its floor. */
export function atMostTimes(floor: string, limit: number, timesFloor: number): Goal {
  return { text: `<= ${limit} x ${floor}`, isMet: timesFloor <= limit };
}

/** The goal that a figure is at most so much, in its own unit. */
export function atMost(limit: number, unit: Figure["unit"], value: number): Goal {
  return { text: `<= ${limit} ${unit}`, isMet: value <= limit };
}

/** The goal that both are met. */
export function both(one: Goal, other: Goal): Goal {
  return { text: `${one.text}, ${other.text}`, isMet: one.isMet && other.isMet };
}

/** A table for people, one figure a row. */
export function formatTable(figures: readonly Figure[]): string {
  const rows = [["figure", "value", "x floor", "n", "goal", ""], ...figures.map(row)];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number): boolean => column > 0 && column < 4;
  return rows
    .map((cells) =>
      cells
        .map((cell, column) =>
          isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function row({ name, value, unit, timesFloor, samples, goal }: Figure): string[] {
  return [
    name,
    `${value < 10 ? value.toFixed(3) : value.toFixed(1)} ${unit}`,
    timesFloor === undefined ? "" : timesFloor.toFixed(2),
    String(samples),
    goal?.text ?? "",
    goal === undefined ? "" : goal.isMet ? "met" : "MISSED",
  ];
}
