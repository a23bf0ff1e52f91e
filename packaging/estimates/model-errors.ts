import { pythonModule } from "../../runner/estimates/python-module.ts";
import { baseColdStart, coldStartRows, type ColdStartRow } from "../../runner/model/estimate/base-cold-start.ts";
import { defaultTraffic, estimateFunction } from "../../runner/model/estimate/function-estimate.ts";
import type { CodeFacts } from "../../runner/model/estimate/estimate-input.ts";
import heavyPackages from "../../runner/model/estimate/heavy-packages.json" with { type: "json" };
import { awsClient, measuredImportOf } from "../../runner/model/estimate/measured-imports.ts";
import { median } from "../../runner/model/estimate/percentiles.ts";
import type { PublishedInit } from "./published-inits.ts";

/** How far an estimate is off what was measured on AWS. */
export interface ModelError {
  readonly of: string;
  readonly measuredMs: number;
  readonly estimatedMs: number;
  /** Of what was measured; negative where too little was estimated. */
  readonly share: number;
}

export interface ErrorSummary {
  readonly count: number;
  /** Of the errors without their signs. */
  readonly median: number;
  readonly p95: number;
  readonly worst: ModelError;
}

/** Each figure of the table, estimated by those of the same function at the other memory sizes. */
export function errorsAtLeftOutSizes(rows: readonly ColdStartRow[] = coldStartRows): ModelError[] {
  const sizes = [128, 256, 512, 1024];
  return rows.flatMap((row) =>
    row.p50Ms.map((measuredMs, index) => {
      const others = { ...row, p50Ms: row.p50Ms.filter((_ms, other) => other !== index) };
      return errorOf(`${nameOf(row)}, ${sizes[index] ?? 0} MB`, measuredMs, baseOf(row, [others]));
    }),
  );
}

/** Each managed runtime, estimated as one that the table lacks: by the version next to it. */
export function errorsOfLeftOutRuntimes(): ModelError[] {
  return coldStartRows
    .filter(({ program }) => program === null)
    .map((row) => {
      const others = coldStartRows.filter(({ runtime }) => runtime !== row.runtime);
      return errorOf(nameOf(row), median(row.p50Ms), baseOf(row, others));
    });
}

/** Published cold starts of functions with packages, estimated by their init here. */
export function errorsAfterRun(cases: readonly PublishedInit[]): ModelError[] {
  return cases.map((each) => {
    const startedAt = 0;
    const report = { initCpuMs: undefined, durationMs: 1, billedMs: 1, memoryMb: 128, maxMemoryUsedMb: 64, cpuMs: 1 };
    const run = { startedAt, build: "", engine: "process", status: "success", isDebugged: false } as const;
    const { coldStartMs } = estimateFunction({
      ...inputOf(each),
      runs: [{ ...run, report: { ...report, initMs: each.localInitCpuMs } }],
      calibration: {
        runtime: each.runtime,
        engine: "process",
        emptyInitMs: each.localEmptyInitCpuMs,
        measuredAt: startedAt,
      },
    });
    return errorOf(titleOf(each), each.publishedInitMs, coldStartMs.value);
  });
}

/** The same, estimated by their code alone. */
export function errorsBeforeRun(cases: readonly PublishedInit[]): ModelError[] {
  return cases.map((each) => {
    const code = each.runtime.startsWith("python") ? pythonCode(each) : nodeCode(each);
    const { coldStartMs } = estimateFunction({ ...inputOf(each), runs: [], code });
    return errorOf(titleOf(each), each.publishedInitMs, coldStartMs.value);
  });
}

function nodeCode({ packages: names }: PublishedInit): CodeFacts {
  const known = new Map(heavyPackages.nodejs.packages.map(({ name, bytes }) => [name, bytes]));
  const packages = names.map((name) => ({ name, bytes: known.get(name) ?? 0 }));
  const bundleBytes = packages.reduce((sum, { bytes }) => sum + bytes, 0);
  return { bundleBytes, unpackedBytes: bundleBytes, packages };
}

/** What is deployed besides the one file was measured. */
function pythonCode({ handler, packages }: PublishedInit): CodeFacts {
  const { imports, makesAwsClient } = pythonModule(handler);
  const names = new Set(imports.flatMap(({ module }) => measuredImportOf(module) ?? []));
  if (makesAwsClient) names.add(awsClient);
  const bundleBytes = Buffer.byteLength(handler);
  return {
    ...{ bundleBytes, unpackedBytes: bundleBytes, packages: [] },
    ...{ imports: [...names], deployed: packages },
  };
}

/** @throws Error without an error */
export function summaryOf(errors: readonly ModelError[]): ErrorSummary {
  const sorted = errors.toSorted((a, b) => Math.abs(a.share) - Math.abs(b.share));
  const shares = sorted.map(({ share }) => Math.abs(share));
  const worst = sorted.at(-1);
  if (worst === undefined) throw new Error("There is no error to sum up.");
  return {
    count: sorted.length,
    median: median(shares),
    p95: shares[Math.ceil(0.95 * shares.length) - 1] ?? NaN,
    worst,
  };
}

function inputOf({ runtime, architecture }: PublishedInit): Omit<Parameters<typeof estimateFunction>[0], "runs"> {
  return {
    fn: {
      name: "published",
      runtime,
      architecture,
      packageType: "Zip",
      memoryMb: 128,
      timeoutS: 3,
      ephemeralStorageMb: 512,
    },
    region: "us-east-1",
    traffic: defaultTraffic,
  };
}

function baseOf({ runtime, packageType, architecture }: ColdStartRow, rows: readonly ColdStartRow[]): number {
  return baseColdStart({ runtime, packageType, architecture }, rows).ms;
}

function errorOf(of: string, measuredMs: number, estimatedMs: number): ModelError {
  return { of, measuredMs, estimatedMs, share: estimatedMs / measuredMs - 1 };
}

function nameOf({ runtime, program, packageType, architecture }: ColdStartRow): string {
  return `${runtime}${program === null ? "" : ` ${program}`}, ${packageType === "Zip" ? "zip" : "image"}, ${architecture}`;
}

function titleOf({ title, runtime, architecture }: PublishedInit): string {
  return `${title}, ${runtime}, ${architecture}`;
}
