import { findRuntime, newestRuntime, runtimesSource, runtimeSupport } from "../runtimes.ts";
import type { CheckedFunction } from "./checked-template.ts";
import { replaceValue } from "./template-edits.ts";
import { fixes, type FoundInTemplate, type TemplateRule } from "./template-rule.ts";

/** Runtimes that AWS stops to patch within half a year. What is past that day is the loader's to report. */
export const retiringRuntime: TemplateRule = (template, { today }) => {
  const soon = new Date(today.getTime() + noticeDays * msPerDay).toISOString().slice(0, 10);
  return template.functions.flatMap((fn) => (fn.isImage ? [] : check(fn)));

  function check(fn: CheckedFunction): readonly FoundInTemplate[] {
    const runtime = fn.text("Runtime");
    const node = fn.written("Runtime");
    const info = runtime === undefined ? undefined : findRuntime(runtime);
    if (node === undefined || info?.deprecation == null || info.deprecation > soon) return [];
    if (runtimeSupport(info, today) !== "supported") return [];
    const newest = newestRuntime(info.family, today);
    const isNewer = newest !== undefined && newest !== info.id;
    const days = Math.ceil((Date.parse(info.deprecation) - today.getTime()) / msPerDay);
    return [
      {
        code: "runtime-retiring",
        message: `The runtime ${info.id} loses support on ${info.deprecation}, in ${days} ${days === 1 ? "day" : "days"}: no more security patches from then on.`,
        hint: isNewer ? `Move to ${newest} and run the function with it.` : "Plan the move to its successor.",
        range: node.range,
        source: runtimesSource,
        fixes: isNewer ? fixes(`Set Runtime to ${newest}`, replaceValue(template.places, node, newest)) : [],
      },
    ];
  }
};

const noticeDays = 180;
const msPerDay = 86_400_000;
