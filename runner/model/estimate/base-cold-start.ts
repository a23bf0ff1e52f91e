import data from "./cold-starts.json" with { type: "json" };
import type { EstimatedFunction } from "./estimate-input.ts";
import { median } from "./percentiles.ts";

/** When lambda-perf measured the table: an ISO day. */
export const coldStartsDate = data.measured;

/** Where the table comes from. */
export const coldStartsSource = data.source;

/** One function of lambda-perf: an empty handler, or program, and the median init duration at each memory size. */
export interface ColdStartRow {
  readonly runtime: string;
  /** What a `provided.*` runtime runs: `go`, `dotnet10-aot`; null for managed runtimes. */
  readonly program: string | null;
  readonly packageType: "Zip" | "Image";
  readonly architecture: "x86_64" | "arm64";
  readonly p50Ms: readonly number[];
}

export const coldStartRows = data.rows as readonly ColdStartRow[];

export interface BaseColdStart {
  readonly ms: number;
  /** What was measured: `nodejs24.x, zip, arm64`. */
  readonly of: string;
  /** The table has not what was asked for; this is the nearest it has. */
  readonly isStandIn: boolean;
}

/**
 * Init duration on AWS of a function that does nothing: the median over memory sizes of the medians measured, as init
 * has the same CPU whatever the memory (at 128 MB it takes 1.01 times what it takes at 1,024 MB).
 *
 * @param rows what to know of; all but for telling how far off the table is where it lacks something
 */
export function baseColdStart(
  fn: Pick<EstimatedFunction, "runtime" | "packageType" | "architecture" | "program">,
  rows: readonly ColdStartRow[] = coldStartRows,
): BaseColdStart {
  const packaged = rows.filter((row) => row.packageType === fn.packageType);
  const same = packaged.filter((row) => row.architecture === fn.architecture);
  const { runtime } = fn;
  if (runtime === null) return standIn(same, "all runtimes'");
  const exact = same.filter((row) => row.runtime === runtime);
  const program = fn.program === undefined ? exact : exact.filter((row) => row.program === fn.program);
  if (program.length === 1) return { ms: ofRows(program), of: describe(fn, runtime), isStandIn: false };
  if (exact.length > 0) return standIn(exact, `all ${runtime} programs'`);
  const nearest = nearestRuntime(
    runtime,
    same.filter((row) => row.program === null),
  );
  if (nearest === undefined) return standIn(same, "all runtimes'");
  return { ms: ofRows(same.filter((row) => row.runtime === nearest)), of: describe(fn, nearest), isStandIn: true };

  function standIn(some: readonly ColdStartRow[], whose: string): BaseColdStart {
    return { ms: ofRows(some), of: `${whose} median, ${form(fn)}`, isStandIn: true };
  }
}

function ofRows(rows: readonly ColdStartRow[]): number {
  return median(rows.map(({ p50Ms }) => median(p50Ms)));
}

function describe(fn: Parameters<typeof baseColdStart>[0], runtime: string): string {
  return `${runtime}${fn.program === undefined ? "" : ` with ${fn.program}`}, ${form(fn)}`;
}

function form({ packageType, architecture }: Parameters<typeof baseColdStart>[0]): string {
  return `${packageType === "Zip" ? "zip" : "image"}, ${architecture}`;
}

/** The version next to it of the same language. */
function nearestRuntime(runtime: string, rows: readonly ColdStartRow[]): string | undefined {
  const wanted = split(runtime);
  return [...new Set(rows.map((row) => row.runtime))]
    .map((id) => ({ id, ...split(id) }))
    .filter(({ language }) => language === wanted.language)
    .toSorted((a, b) => Math.abs(a.version - wanted.version) - Math.abs(b.version - wanted.version))[0]?.id;
}

/** `python3.13` is python 313: its minor versions have two digits, so that 3.9 and 3.10 are neighbours. */
function split(runtime: string): { language: string; version: number } {
  const [, language = "", major = "0", minor = "0"] = /^([a-z]+)(\d+)?(?:\.(\d+))?/.exec(runtime) ?? [];
  return { language, version: Number(major) * 100 + Number(minor) };
}
