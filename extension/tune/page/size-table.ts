import type { SizeView, TunedView } from "../tuned-view.ts";
import { html } from "./element.ts";

/** All figures, for reading and for screen readers. Rows know their size by `data-memory`. */
export function sizeTable(view: TunedView): HTMLTableElement {
  const isVerified = view.sizes.some(({ measured }) => measured);
  const own = (architecture: string): string =>
    architecture === view.architecture ? `${architecture}, as now` : architecture;
  const heads = [
    "Memory",
    "vCPUs",
    "Duration",
    ...(isVerified ? ["Measured"] : []),
    `Cost (${own("x86_64")})`,
    `Cost (${own("arm64")})`,
    "",
  ];
  const headCell = (text: string): HTMLElement =>
    text === "" ? html("td", { class: "text" }) : html("th", { scope: "col" }, text);
  return html(
    "table",
    {},
    html("caption", {}, "Duration of a call, and cost of a million, by memory"),
    html("thead", {}, html("tr", {}, ...heads.map(headCell))),
    html("tbody", {}, ...view.sizes.map((size) => row(size, isVerified))),
  );
}

function row({ memoryMb, vCpus, figures, measured, remarks }: SizeView, isVerified: boolean): HTMLTableRowElement {
  const cells = [
    vCpus,
    figures?.duration ?? "–",
    ...(isVerified ? [measured?.text ?? ""] : []),
    figures?.cost.x86_64 ?? "–",
    figures?.cost.arm64 ?? "–",
  ];
  return html(
    "tr",
    { "data-memory": memoryMb },
    html("th", { scope: "row" }, `${memoryMb} MB`),
    ...cells.map((text) => html("td", {}, text)),
    html("td", { class: "text" }, remarks),
  );
}
