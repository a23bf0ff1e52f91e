/**
 * Makes `runner/model/estimate/cold-starts.json` anew from a day's file of lambda-perf, which measures ten cold starts
 * of an empty function a day per runtime, package type, architecture and memory size:
 *
 *     node packaging/estimates/refresh-cold-starts.ts https://raw.githubusercontent.com/maxday/lambda-perf/main/data/last.json
 *     node packaging/estimates/write-figures.ts
 *
 * A path works as well as an address.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "../../runner/model/estimate/percentiles.ts";
import { readPlace } from "./read-place.ts";

/** The part of lambda-perf's format that is read here: `r` is `lambda-perf-<function>-<package>-<memory>-<architecture>`. */
interface DayFile {
  readonly metadata: { readonly generatedAt: string };
  readonly runtimeData: readonly {
    readonly r: string;
    readonly p: string;
    /** The package's runtime in brackets where it is not a managed one: `bun (prov.al2)`. */
    readonly d: string;
    /** Init durations in ms. */
    readonly i: readonly number[];
    readonly m: number;
    readonly a: string;
  }[];
}

const memoryMb = [128, 256, 512, 1024];

const [from] = process.argv.slice(2);
if (from === undefined) throw new Error("Name the file: a path, or the address of lambda-perf's data/last.json.");
const day = JSON.parse(await readPlace(from)) as DayFile;
const rows = new Map<string, number[]>();
for (const { r, p, d, i, m, a } of day.runtimeData) {
  // SnapStart restores instead of initialising.
  if (d.includes("snapstart") || !memoryMb.includes(m)) continue;
  const name = r.replace(/^lambda-perf-/, "").replace(new RegExp(`-${p}-${m}-${a}$`), "");
  const key = JSON.stringify({ ...runtimeOf(name, d), packageType: p === "zip" ? "Zip" : "Image", architecture: a });
  const p50Ms = rows.get(key) ?? [];
  p50Ms[memoryMb.indexOf(m)] = Math.round(median(i) * 100) / 100;
  rows.set(key, p50Ms);
}
const lines = [...rows]
  .filter(([, p50Ms]) => p50Ms.filter(Number.isFinite).length === memoryMb.length)
  .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
  .map(([key, p50Ms]) => `    ${key.slice(0, -1)},"p50Ms":[${p50Ms.join(",")}]}`);
const text = `{
  "source": "https://github.com/maxday/lambda-perf",
  "measured": "${day.metadata.generatedAt.slice(0, 10)}",
  "startsPerFigure": 10,
  "memoryMb": [${memoryMb.join(", ")}],
  "rows": [
${lines.join(",\n")}
  ]
}
`;
writeFileSync(join(import.meta.dirname, "../../runner/model/estimate/cold-starts.json"), text);

/** `nodejs24x` is nodejs24.x, `python313` python3.13, `rust_on_provided_al2` the program rust on provided.al2. */
function runtimeOf(name: string, displayName: string): { runtime: string; program: string | null } {
  const provided = /prov(?:ided)?\.(al\d+)\)/.exec(displayName)?.[1];
  if (provided !== undefined) {
    return { runtime: `provided.${provided}`, program: name.replace(/_on_provided_al\d+$/, "").replaceAll("_", "-") };
  }
  const runtime = name
    .replace(/^nodejs(\d+)x$/, "nodejs$1.x")
    .replace(/^(python|ruby)(\d)(\d+)$/, "$1$2.$3")
    .replaceAll("_", ".");
  return { runtime, program: null };
}
