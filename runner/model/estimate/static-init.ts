import { baseColdStart } from "./base-cold-start.ts";
import type { CodeFacts } from "./estimate-input.ts";
import data from "./heavy-packages.json" with { type: "json" };
import { machineFactor } from "./machine-factor.ts";

/** When packages were measured: an ISO day. */
export const heavyPackagesDate = data.measured;

export interface StaticInit {
  /** On AWS, beyond an empty function's. */
  readonly ms: number;
  /** What takes most of it: `@aws-sdk/client-s3 90 ms`; undefined where no package is known. */
  readonly heaviest: string | undefined;
}

/** CPU time on the machine that the table was made on. */
interface Rates {
  readonly runtime: string;
  readonly emptyInitMs: number;
  /** Of code of which nothing else is known. */
  readonly msPerMb: number;
  readonly packages: readonly { readonly name: string; readonly ms: number; readonly bytes?: number }[];
}

const rates: Readonly<Record<string, Rates>> = { nodejs: data.nodejs, python: data.python };

/**
 * What a function's code takes at init by what is known without running it: packages that were measured by their own
 * rate, the rest by its size, all of it being loaded at init. Undefined for other languages than Node.js and Python.
 */
export function staticInit(runtime: string | null, code: CodeFacts): StaticInit | undefined {
  const family = /^[a-z]+/.exec(runtime ?? "")?.[0] ?? "";
  const table = rates[family];
  if (!table) return undefined;
  const known = new Map(table.packages.map((each) => [each.name, each]));
  const factor = factorOf(table);
  let knownBytes = 0;
  const costs = code.packages.flatMap(({ name, bytes }) => {
    const measured = known.get(name);
    if (!measured) return [];
    knownBytes += bytes;
    // A bundle has only the part of a package that is used, and what that needs of others stands beside it.
    const share = measured.bytes === undefined ? 1 : Math.min(1, bytes / measured.bytes);
    return [{ name, ms: measured.ms * share * factor }];
  });
  const restMs = (Math.max(0, code.bundleBytes - knownBytes) / 1e6) * table.msPerMb * factor;
  const heaviest = costs.toSorted((a, b) => b.ms - a.ms)[0];
  return {
    ms: costs.reduce((sum, { ms }) => sum + ms, restMs),
    heaviest: heaviest && `${heaviest.name} ${heaviest.ms.toFixed(0)} ms`,
  };
}

/** How much slower AWS is than the machine that the table was made on. */
function factorOf({ runtime, emptyInitMs }: Rates): number {
  const base = baseColdStart({ runtime, packageType: "Zip", architecture: "x86_64" });
  return machineFactor(base.ms, emptyInitMs, { runtime, engine: "process" });
}
