import type { ImportCost } from "../../../runner/model/estimate/import-cost.ts";
import type { FunctionEstimate } from "../../../runner/model/estimate/function-estimate.ts";
import { runsText } from "../../../runner/model/estimate/percentiles.ts";
import { milliseconds } from "../../figures.ts";
import { escaped } from "./markdown-table.ts";

/**
 * What an import takes at init, what that includes and how it was found out, as Markdown.
 *
 * @param estimate of the function whose handler is in the file; undefined where none is known
 */
export function importHover({ specifier, ms, build }: ImportCost, estimate: FunctionEstimate | undefined): string {
  const init = estimate?.localInitMs;
  const share = init && ms <= init.p50 ? `, ${((ms / init.p50) * 100).toFixed(0)} % of it` : "";
  return [
    `**${escaped(specifier)}** takes ${milliseconds(ms)} at init`,
    "With all that it loads itself; what several imports share counts for the first of them.",
    `Measured on this machine: the median of several starts of build ${escaped(build)}.${
      init ? ` The whole init takes ${milliseconds(init.p50)} here (${runsText(init.runs)})${share}.` : ""
    }`,
  ].join("\n\n");
}
