import {
  estimateFunction,
  type EstimateInput,
  type FunctionEstimate,
} from "../../../runner/model/estimate/function-estimate.ts";
import type { Run } from "../../../runner/model/estimate/run.ts";
import { formatUsd } from "../../../runner/model/format-usd.ts";

/** Changes that save less than this share are not worth a word. */
const leastShare = 0.01;

/**
 * What would change a month's cost most, in a sentence: of what the code does, and of the settings. Each change is
 * estimated like the function itself. Undefined while nothing is known of its cost.
 */
export function greatestChange(input: EstimateInput, estimate: FunctionEstimate): string | undefined {
  const now = estimate.monthly?.usd.value;
  if (now === undefined || now === 0) return undefined;
  const saving = ({ title, input: changed }: Change) => {
    return { title, usd: now - (estimateFunction(changed).monthly?.usd.value ?? now) };
  };
  const greatest = (changes: readonly Change[]) => {
    const [first] = changes.map(saving).toSorted((one, other) => other.usd - one.usd);
    return first && first.usd >= now * leastShare ? first : undefined;
  };
  const inCode = greatest(changesOfCode(input));
  const ofSettings = greatest(changesOfSettings(input, estimate));
  const parts = [
    ...(inCode ? [`${inCode.title}, ${formatUsd(inCode.usd)} less of ${formatUsd(now)} a month`] : []),
    ofSettings
      ? `of the settings, ${ofSettings.title}, ${formatUsd(ofSettings.usd)} less`
      : "no setting known here makes it cheaper",
  ];
  return `${parts.join("; ")}.`;
}

interface Change {
  readonly title: string;
  /** What the function would be estimated by. */
  readonly input: EstimateInput;
}

function changesOfCode(input: EstimateInput): Change[] {
  const { runs, traffic } = input;
  return [
    { title: "calls that take half as long", input: { ...input, runs: runs.map(halved) } },
    // What is paid for it is its length times their share.
    { title: "half the init", input: { ...input, traffic: { ...traffic, coldShare: traffic.coldShare / 2 } } },
  ];
}

function halved(run: Run): Run {
  const { durationMs, cpuMs, billedMs } = run.report;
  return {
    ...run,
    report: { ...run.report, durationMs: durationMs / 2, cpuMs: cpuMs / 2, billedMs: Math.ceil(billedMs / 2) },
  };
}

function changesOfSettings(input: EstimateInput, { suggestedMemoryMb }: FunctionEstimate): Change[] {
  const { provisionedConcurrency, ...fn } = input.fn;
  const suggested = suggestedMemoryMb?.value ?? fn.memoryMb;
  const change = (title: string, settings: Partial<EstimateInput["fn"]>): Change => {
    return { title, input: { ...input, fn: { ...input.fn, ...settings } } };
  };
  return [
    ...(suggested < fn.memoryMb
      ? [change(`${suggested} MB instead of ${fn.memoryMb} MB`, { memoryMb: suggested })]
      : []),
    ...(fn.architecture === "x86_64" ? [change("arm64 instead of x86_64", { architecture: "arm64" })] : []),
    ...(fn.ephemeralStorageMb > 512 ? [change("512 MB of /tmp", { ephemeralStorageMb: 512 })] : []),
    ...(provisionedConcurrency === undefined || provisionedConcurrency === 0
      ? []
      : [{ title: "no environments kept ready, and so cold starts", input: { ...input, fn } }]),
  ];
}
