import { coldStartsDate } from "../../runner/model/estimate/base-cold-start.ts";
import heavyPackages from "../../runner/model/estimate/heavy-packages.json" with { type: "json" };
import {
  errorsAfterRun,
  errorsAtLeftOutSizes,
  errorsBeforeRun,
  errorsOfLeftOutRuntimes,
  summaryOf,
  type ErrorSummary,
  type ModelError,
} from "./model-errors.ts";
import type { PublishedInits } from "./published-inits.ts";

/** Between these lines of `docs/estimates.md` stands what is computed. */
export const figuresStart = "<!-- Computed: node packaging/estimates/write-figures.ts -->";
export const figuresEnd = "<!-- End of what is computed -->";

/** The part of `docs/estimates.md` about errors, as Markdown that prettier leaves alone. */
export function figuresText({ measured, cases }: PublishedInits): string {
  const after = errorsAfterRun(cases);
  const before = errorsBeforeRun(cases);
  const isNode = (_error: ModelError, index: number): boolean => cases[index]?.runtime.startsWith("nodejs") === true;
  const isPython = (error: ModelError, index: number): boolean => !isNode(error, index);
  const rows: readonly (readonly [what: string, summary: ErrorSummary])[] = [
    [`Empty functions (${coldStartsDate}): a memory size, by the others`, summaryOf(errorsAtLeftOutSizes())],
    ["Empty functions: a managed runtime, by the version next to it", summaryOf(errorsOfLeftOutRuntimes())],
    ["Node.js with packages, after a run", summaryOf(after.filter(isNode))],
    ["Node.js with packages, before any", summaryOf(before.filter(isNode))],
    ["Python with packages, after a run", summaryOf(after.filter(isPython))],
    ["Python with packages, before any", summaryOf(before.filter(isPython))],
  ];
  const summary = markdownTable(
    ["Estimated", "figures", "median error", "95 % within", "worst"],
    rows.map(([what, { count, median, p95, worst }]) => [
      what,
      String(count),
      percent(median),
      percent(p95),
      `${signed(worst.share)} (${worst.of}: ${ms(worst.estimatedMs)}, measured ${ms(worst.measuredMs)})`,
    ]),
  );
  const sources = [...new Set(cases.map(({ source }) => source))];
  const functions = markdownTable(
    ["Function", "published", "starts", "after a run", "before any", "source"],
    cases.map((each, index) => [
      `${each.title}, ${each.runtime}, ${each.architecture}`,
      ms(each.publishedInitMs),
      each.starts === null ? "not said" : String(each.starts),
      estimateText(after[index]),
      estimateText(before[index]),
      `[${sources.indexOf(each.source) + 1}]`,
    ]),
  );
  const links = sources.map((source, index) => `${index + 1}. <${source}>`).join("\n");
  return `${summary}

The functions with packages, whose cold starts on AWS others have published (inits here ${measured}, packages of Node.js ${heavyPackages.nodejs.measured}, of Python ${heavyPackages.python.measured}):

${functions}

Sources:

${links}`;
}

function estimateText(error: ModelError | undefined): string {
  return error === undefined ? "" : `${ms(error.estimatedMs)}, ${signed(error.share)}`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_cell, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [line(head), rule, ...rows.map(line)].join("\n");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? "−" : "+"}${percent(Math.abs(share))}`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}
