import { amountAxis, memoryAxis, type Axis } from "../chart/axis.ts";
import { labelRows } from "../chart/label-rows.ts";
import type { SizeFigures, SizeView, TunedView } from "../tuned-view.ts";
import { formatMs } from "../../../runner/model/format-ms.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";
import type { Architecture } from "../../../runner/model/function.ts";
import { svg } from "./element.ts";

/** In pixels. */
const margin = { left: 64, right: 76, top: 8, between: 44, bottom: 36 } as const;
const plotHeight = 168;
const labelHeight = 16;

/**
 * Duration and cost over memory, one above the other, on the same sizes. Each size is something to choose, at both heights
 * of its column.
 */
export function drawChart(view: TunedView, widthPx: number): SVGSVGElement {
  const { sizes } = view;
  const x = memoryAxis(
    sizes[0]?.memoryMb ?? 128,
    sizes.at(-1)?.memoryMb ?? 10_240,
    margin.left,
    widthPx - margin.right,
  );
  const labels = labelRows(
    sizes
      .filter(({ marks }) => marks.length > 0)
      .map(({ memoryMb, marks }) => ({ text: `${marks.join(", ")} · ${memoryMb} MB`, x: x.at(memoryMb) })),
    // A little more than most letters take: nothing can be measured before it is shown.
    (text) => text.length * 6.4,
    { left: margin.left, right: widthPx - 4, gap: 20 },
  );
  const rows = Math.max(0, ...labels.map(({ row }) => row + 1));
  const bottomOfLabels = margin.top + rows * labelHeight;
  const topOfTime = bottomOfLabels + 32;
  const bottomOfTime = topOfTime + plotHeight;
  const topOfCost = bottomOfTime + margin.between;
  const bottomOfCost = topOfCost + plotHeight;
  const heightPx = bottomOfCost + margin.bottom;
  const known = sizes.flatMap(({ figures, measured }) => [figures?.durationMs ?? 0, measured?.ms ?? 0]);
  const time = amountAxis(Math.max(...known), bottomOfTime, topOfTime);
  const costs = sizes.flatMap(({ figures }) => Object.values(figures?.costUsdPerMillion ?? {}));
  const cost = amountAxis(Math.max(0, ...costs), bottomOfCost, topOfCost);
  const other: Architecture = view.architecture === "arm64" ? "x86_64" : "arm64";
  const place: Places = { x, time, cost, topOfTime, bottomOfCost };

  return svg(
    "svg",
    {
      width: widthPx,
      height: heightPx,
      viewBox: `0 0 ${widthPx} ${heightPx}`,
      role: "listbox",
      "aria-label": "Memory sizes, with duration and cost",
      "aria-orientation": "horizontal",
    },
    grid(time, formatMs, widthPx),
    grid(cost, formatUsd, widthPx),
    line(sizes, "time", x, time, ({ durationMs }) => durationMs),
    line(sizes, `cost ${other} other`, x, cost, ({ costUsdPerMillion }) => costUsdPerMillion[other]),
    line(sizes, `cost ${view.architecture}`, x, cost, ({ costUsdPerMillion }) => costUsdPerMillion[view.architecture]),
    ...lineNames(sizes, view.architecture, other, place),
    ...sizes.map((size) => column(size, view.architecture, place)),
    markLines(sizes, labels, place, bottomOfLabels),
    memoryTicks(x, bottomOfTime, bottomOfCost, widthPx),
    legend(sizes, widthPx - margin.right, topOfTime),
    plotTitle("Duration of a call", topOfTime),
    plotTitle("Cost of a million calls", topOfCost),
  );
}

interface Places {
  readonly x: Axis;
  readonly time: Axis;
  readonly cost: Axis;
  readonly topOfTime: number;
  readonly bottomOfCost: number;
}

function plotTitle(text: string, top: number): SVGElement {
  return svg("text", { class: "plot-title", x: margin.left, y: top - 8, "aria-hidden": "true" }, text);
}

/** What marks mean that not every result has. */
function legend(sizes: readonly SizeView[], right: number, top: number): SVGElement {
  const entries = [
    ...(sizes.some(({ measured }) => measured?.ms !== undefined) ? ["× measured"] : []),
    ...(sizes.some(({ figures }) => figures?.isFit === false) ? ["○ short of memory or time"] : []),
  ];
  const at = { x: right, y: top - 8, "text-anchor": "end" };
  return svg("text", { class: "tick", ...at, "aria-hidden": "true" }, entries.join("   "));
}

function grid(axis: Axis, format: (value: number) => string, widthPx: number): SVGElement {
  return svg(
    "g",
    { "aria-hidden": "true" },
    ...axis.ticks.flatMap((tick) => [
      svg("line", {
        class: tick === 0 ? "base" : "grid",
        x1: margin.left,
        x2: widthPx - margin.right,
        y1: axis.at(tick),
        y2: axis.at(tick),
      }),
      svg("text", { class: "tick", x: margin.left - 8, y: axis.at(tick) + 4, "text-anchor": "end" }, format(tick)),
    ]),
  );
}

function memoryTicks(x: Axis, bottomOfTime: number, bottomOfCost: number, widthPx: number): SVGElement {
  const tick = (memoryMb: number, bottom: number): SVGElement[] => [
    svg("line", { class: "base", x1: x.at(memoryMb), x2: x.at(memoryMb), y1: bottom, y2: bottom + 4 }),
    svg("text", { class: "tick", x: x.at(memoryMb), y: bottom + 17, "text-anchor": "middle" }, String(memoryMb)),
  ];
  return svg(
    "g",
    { class: "over", "aria-hidden": "true" },
    ...[bottomOfTime, bottomOfCost].flatMap((bottom) => x.ticks.flatMap((memoryMb) => tick(memoryMb, bottom))),
    svg("text", { class: "tick", x: widthPx - margin.right + 8, y: bottomOfCost + 17 }, "MB"),
  );
}

/** From what is said of a size down to its memory. */
function markLines(
  sizes: readonly SizeView[],
  labels: readonly { readonly text: string; readonly x: number; readonly row: number }[],
  { x, bottomOfCost }: Places,
  bottomOfLabels: number,
): SVGElement {
  const marked = sizes.filter(({ marks }) => marks.length > 0);
  const parts = marked.flatMap(({ memoryMb, marks }, index) => {
    const label = labels[index];
    if (!label) return [];
    const y = bottomOfLabels - label.row * labelHeight;
    const kind = marks.includes("recommended") ? "mark recommended" : "mark";
    return [
      svg("line", { class: kind, x1: x.at(memoryMb), x2: x.at(memoryMb), y1: y + 4, y2: bottomOfCost }),
      svg("text", { class: kind, x: label.x, y, "text-anchor": "middle" }, label.text),
    ];
  });
  return svg("g", { class: "over", "aria-hidden": "true" }, ...parts);
}

function line(
  sizes: readonly SizeView[],
  name: string,
  x: Axis,
  y: Axis,
  valueOf: (figures: SizeFigures) => number,
): SVGElement {
  const points = sizes.flatMap(({ memoryMb, figures }) =>
    figures ? [`${x.at(memoryMb).toFixed(1)},${y.at(valueOf(figures)).toFixed(1)}`] : [],
  );
  return svg("polyline", { class: `line ${name}`, points: points.join(" "), "aria-hidden": "true" });
}

/** Which line of the costs is which, at their ends. */
function lineNames(
  sizes: readonly SizeView[],
  own: Architecture,
  other: Architecture,
  { x, cost }: Places,
): SVGElement[] {
  const last = sizes.findLast(({ figures }) => figures !== undefined);
  if (!last?.figures) return [];
  const { costUsdPerMillion } = last.figures;
  const heights = { [own]: cost.at(costUsdPerMillion[own]), [other]: cost.at(costUsdPerMillion[other]) };
  const [upper = own, lower = other] = [own, other].toSorted((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  const upperY = Math.min(heights[upper] ?? 0, (heights[lower] ?? 0) - 14);
  return [upper, lower].map((each) =>
    svg(
      "text",
      {
        class: `line-name ${each === own ? "own" : "other"}`,
        x: x.at(last.memoryMb) + 8,
        y: (each === upper ? upperY : (heights[lower] ?? 0)) + 4,
        "aria-hidden": "true",
      },
      each,
    ),
  );
}

/** One size: the points in its column, and all of the column to press. */
function column(size: SizeView, own: Architecture, place: Places): SVGElement {
  const { memoryMb, figures, measured } = size;
  const { x, time, cost, topOfTime, bottomOfCost } = place;
  const at = x.at(memoryMb);
  const point = (y: number): SVGElement =>
    svg("circle", { class: figures?.isFit === false ? "point unfit" : "point", cx: at, cy: y, r: 3.5 });
  const measuredAt = measured?.ms === undefined ? undefined : time.at(measured.ms);
  return svg(
    "g",
    {
      class: "size",
      role: "option",
      tabindex: -1,
      "data-memory": memoryMb,
      "aria-label": describe(size, own),
    },
    svg("rect", { class: "hit", x: at - 9, y: topOfTime, width: 18, height: bottomOfCost - topOfTime, rx: 3 }),
    ...(figures ? [point(time.at(figures.durationMs)), point(cost.at(figures.costUsdPerMillion[own]))] : []),
    ...(measuredAt === undefined
      ? []
      : [svg("path", { class: "measured", d: `M${at - 5},${measuredAt - 5}l10,10m0,-10l-10,10` })]),
  );
}

function describe({ memoryMb, figures, measured, remarks }: SizeView, own: Architecture): string {
  const parts = [
    `${memoryMb} MB`,
    ...(figures ? [figures.duration, `${figures.cost[own]} per million calls on ${own}`] : []),
    ...(measured ? [`measured ${measured.text}`] : []),
    ...(remarks === "" ? [] : [remarks]),
  ];
  return parts.join(", ");
}
