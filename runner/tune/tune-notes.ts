import { coldShareText } from "../model/estimate/traffic.ts";
import { formatMs } from "../model/format-ms.ts";
import { priceListDate } from "../model/prices.ts";
import type { TuneResult } from "./tune-result.ts";

/** With this share of the machine's CPUs, no more and no less, it was perhaps kept from using more. */
const nearlyAll = { from: 0.85, to: 1.05 };

/** Where the figures come from, and what they don't say: a sentence each. */
export function tuneNotes(result: TuneResult): string[] {
  const { curve, region, coldShare, coldStartMs, machineCpus, machineLoad = 0, architecture } = result;
  const { cpuMs, waitingMs, parallelism, runs } = curve.split;
  const cpusShare = parallelism / machineCpus;
  const calls = runs === 1 ? "1 warm run" : `${runs} warm runs`;
  const whose = result.areRunsNew ? "made for this" : "at hand, of whatever events";
  const threads = parallelism > 1.1 ? ` on ${parallelism.toFixed(1)} CPUs at a time` : "";
  const other = architecture === "arm64" ? "x86_64 as fast as arm64" : "arm64 as fast as x86_64";
  const isVerified = result.verified.length > 0;
  const busy = isVerified ? "so is what was verified, most of all at sizes with much CPU" : "so are durations";
  return [
    `A call takes ${formatMs(cpuMs)} of CPU time${threads} and waits for ${formatMs(waitingMs)}: medians of ${calls}, ${whose}. The highest memory was ${curve.peakMemoryMb} MB.`,
    `Durations are computed from that: CPUs are taken to be as fast as this machine's, and ${other}.`,
    `Costs are for a million calls in ${region} at the prices of ${priceListDate}, before the free tier, with ${coldShareText(coldShare)} of calls that pay for ${formatMs(coldStartMs.value)} of init.`,
    ...(parallelism > 1.1 && cpusShare > nearlyAll.from && cpusShare < nearlyAll.to
      ? [`It used all ${machineCpus} CPUs of this machine, so it may gain more from large sizes than is shown.`]
      : []),
    ...(result.areRunsNew && machineLoad > machineCpus
      ? [
          `This machine was busy (${machineLoad.toFixed(1)} threads wanted its ${machineCpus} CPUs): CPU time is longer then, and ${busy}. Tune again when it is not.`,
        ]
      : []),
    ...(curve.recommended ? [] : ["No size is recommended: none has room and is done before the timeout."]),
  ];
}
