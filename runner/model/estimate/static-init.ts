import { baseColdStart } from "./base-cold-start.ts";
import type { CodeFacts } from "./estimate-input.ts";
import data from "./heavy-packages.json" with { type: "json" };
import { machineFactor } from "./machine-factor.ts";
import { importsMs } from "./measured-imports.ts";

export interface StaticInit {
  /** On AWS, beyond an empty function's. */
  readonly ms: number;
  /** What takes most of it: `@aws-sdk/client-s3 90 ms`; undefined where no package is known. */
  readonly heaviest: string | undefined;
  /** When the packages were measured: an ISO day. */
  readonly measured: string;
}

/** In CPU time on the machine that the table was made on. */
interface Cost {
  readonly name: string;
  readonly ms: number;
}

/**
 * What a function's code takes at init by what is known without running it: packages and imports that were measured, the
 * rest by its size, all of it being loaded at init. Undefined for other languages than Node.js and Python.
 */
export function staticInit(runtime: string | null, code: CodeFacts): StaticInit | undefined {
  switch (/^[a-z]+/.exec(runtime ?? "")?.[0]) {
    case "nodejs":
      return init(data.nodejs, ...nodeCosts(code));
    case "python":
      return init(data.python, ...pythonCosts(code));
    default:
      return undefined;
  }
}

/** How long all takes, and what of it takes how long. */
function nodeCosts(code: CodeFacts): [totalMs: number, costs: readonly Cost[]] {
  const { packages, msPerMb } = data.nodejs;
  const known = new Map(packages.map((each) => [each.name, each]));
  let knownBytes = 0;
  const costs = code.packages.flatMap(({ name, bytes }) => {
    const measured = known.get(name);
    if (!measured) return [];
    knownBytes += bytes;
    // A bundle has only the part of a package that is used, and what that needs of others stands beside it.
    return [{ name, ms: measured.ms * Math.min(1, bytes / measured.bytes) }];
  });
  const restMs = (Math.max(0, code.bundleBytes - knownBytes) / 1e6) * msPerMb;
  return [costs.reduce((sum, { ms }) => sum + ms, restMs), costs];
}

function pythonCosts({
  bundleBytes,
  imports = [],
  deployed = [],
}: CodeFacts): [totalMs: number, costs: readonly Cost[]] {
  const there = new Set(deployed);
  const costs = imports.map((name) => ({ name, ms: importsMs([name], there) }));
  return [importsMs(imports, there) + (bundleBytes / 1e6) * data.python.msPerMb, costs];
}

/** On AWS, which is slower than the machine that the table was made on, or faster. */
function init(
  { runtime, emptyInitMs, measured }: { runtime: string; emptyInitMs: number; measured: string },
  totalMs: number,
  costs: readonly Cost[],
): StaticInit {
  const base = baseColdStart({ runtime, packageType: "Zip", architecture: "x86_64" });
  const factor = machineFactor(base.ms, emptyInitMs, { runtime, engine: "process" });
  const heaviest = costs.toSorted((a, b) => b.ms - a.ms)[0];
  return {
    ms: totalMs * factor,
    heaviest: heaviest && `${heaviest.name} ${(heaviest.ms * factor).toFixed(0)} ms`,
    measured,
  };
}
