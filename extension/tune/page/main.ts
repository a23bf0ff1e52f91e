import type { PageMessage, PanelState, StateMessage } from "../panel-messages.ts";
import { drawChart } from "./chart.ts";
import { chartPng } from "./chart-png.ts";
import { html } from "./element.ts";
import { SizeChoice } from "./size-choice.ts";
import { sizeTable } from "./size-table.ts";

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const host = acquireVsCodeApi();
const tell = (message: PageMessage): void => host.postMessage(message);
let state: PanelState | undefined;
let chart: SVGSVGElement | undefined;

const button = (text: string, onClick: () => void): HTMLButtonElement => {
  const element = html("button", { type: "button" }, text);
  element.addEventListener("click", onClick);
  return element;
};

const heading = html("h1");
const advice = html("p", { class: "advice" });
const facts = html("p", { class: "facts" });
const apply = button("Apply", () => {
  if (choice.memoryMb !== undefined) tell({ kind: "apply", memoryMb: choice.memoryMb });
});
apply.classList.add("primary");
const verify = button("Verify", () => tell({ kind: "verify" }));
verify.title = "Runs the function at several sizes, with that memory and share of CPU, and shows predictions beside it";
const measure = button("Measure with Event…", () => tell({ kind: "measure" }));
const exportPng = button("Export PNG", () => {
  if (chart && state) {
    void chartPng(chart, `${state.functionName} · ${factsOf(state)}`).then((png) => tell({ kind: "export-png", png }));
  }
});
const exportCsv = button("Export CSV", () => tell({ kind: "export-csv" }));
const cancel = button("Cancel", () => tell({ kind: "cancel" }));
const progress = html("progress", { "aria-label": "Under way" });
const status = html("p", { role: "status" });
const activity = html("div", { class: "activity" }, progress, status, cancel);
const chartPlace = html("div", { class: "chart" });
const tablePlace = html("div", { class: "table" });
const notes = html("ul", { class: "notes" });
const verification = html("p", { class: "verification" });
const results = html("section", { "aria-label": "Result" }, ...[chartPlace, verification, tablePlace, notes]);
const buttons = html("div", { class: "buttons" }, apply, verify, measure, exportPng, exportCsv);
document.querySelector("main")?.append(heading, advice, facts, buttons, activity, results);

const choice = new SizeChoice((memoryMb) => {
  const isNow = memoryMb === state?.tuned?.memoryMb;
  apply.textContent = isNow ? `${memoryMb} MB, as now` : `Apply ${memoryMb} MB`;
  updateButtons();
});

function show(next: PanelState): void {
  const previous = state;
  state = next;
  const { functionName, activity: what, tuned } = next;
  heading.textContent = `Memory of ${functionName}`;
  activity.dataset["kind"] = what.kind;
  status.textContent = statusText(next);
  progress.hidden = what.kind !== "running";
  cancel.hidden = what.kind !== "running";
  if (JSON.stringify(tuned) !== JSON.stringify(previous?.tuned)) showResult();
  updateButtons();
}

function showResult(): void {
  const tuned = state?.tuned;
  results.hidden = tuned === undefined;
  advice.textContent = tuned?.advice ?? "";
  facts.textContent = factsOf(state);
  if (!tuned) return;
  verification.textContent = tuned.verification ?? "";
  verification.hidden = tuned.verification === undefined;
  notes.replaceChildren(...tuned.notes.map((note) => html("li", {}, note)));
  const table = sizeTable(tuned);
  tablePlace.replaceChildren(table);
  chart = drawChart(tuned, Math.max(420, Math.min(1100, chartPlace.clientWidth)));
  chartPlace.replaceChildren(chart);
  choice.attach(chart, table, tuned.recommendedMb ?? tuned.memoryMb);
}

function factsOf(of: PanelState | undefined): string {
  if (!of?.tuned) return "";
  return of.event === undefined ? of.tuned.facts : `${of.tuned.facts} · called with ${of.event}`;
}

function updateButtons(): void {
  const isRunning = state?.activity.kind === "running";
  const tuned = state?.tuned;
  const chosen = tuned?.sizes.find(({ memoryMb }) => memoryMb === choice.memoryMb);
  apply.hidden = verify.hidden = exportPng.hidden = exportCsv.hidden = tuned === undefined;
  apply.disabled = isRunning || !chosen?.figures || chosen.memoryMb === tuned?.memoryMb;
  verify.disabled = measure.disabled = isRunning;
}

function statusText({ functionName, activity: what, tuned }: PanelState): string {
  switch (what.kind) {
    case "running":
    case "done":
    case "failed":
      return what.text;
    case "cancelled":
      return tuned
        ? "Cancelled. What is below is from before."
        : `Cancelled: nothing is known of ${functionName} yet. Measure it with an event.`;
    case "idle":
      return "";
  }
}

window.addEventListener("message", ({ data }: MessageEvent<StateMessage>) => show(data.state));
new ResizeObserver(() => {
  const width = Math.max(420, Math.min(1100, chartPlace.clientWidth));
  if (chart && Math.abs(chart.width.baseVal.value - width) > 1) showResult();
}).observe(chartPlace);
showResult();
tell({ kind: "ready" });
