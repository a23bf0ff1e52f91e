import { execFileSync } from "node:child_process";
import { median } from "../../runner/model/estimate/percentiles.ts";
import { pythonImports } from "./heavy-packages-list.ts";
import { run } from "./init-sample.ts";
import { importTimes, leastOf } from "./python-import-times.ts";

/** What importing a module takes. */
export interface MeasuredImport {
  /** As functions import it. */
  readonly name: string;
  /** CPU time in ms by top-level package, as source: what `sam` zips has no bytecode that Python takes. */
  readonly ms: Readonly<Record<string, number>>;
  /** The same with bytecode, of what comes with AWS's runtime. */
  readonly inRuntimeMs?: Readonly<Record<string, number>>;
}

export interface PythonRates {
  /** Of source that is imported and of which nothing else is known. */
  readonly msPerMb: number;
  readonly imports: readonly MeasuredImport[];
}

const starts = 3;

/** Runs `setup`, then tells the CPU time of a statement and how many bytes of Python it has loaded, by top-level package. */
const script = `
import json, os, sys, time
setup, statement, folder = sys.argv[1:]
exec(setup)
before = time.process_time()
exec(statement)
ms = (time.process_time() - before) * 1000
loaded = {}
for module in list(sys.modules.values()):
    file = getattr(module, "__file__", None) or ""
    if not file.startswith(folder + os.sep): continue
    size = loaded.setdefault(file[len(folder) + 1 :].split(os.sep)[0], {"source": 0, "native": 0})
    size["source" if file.endswith(".py") else "native"] += os.path.getsize(file)
print(json.dumps({"ms": ms, "loaded": loaded}))
`;

interface Loaded {
  readonly ms: number;
  readonly loaded: Readonly<Record<string, { readonly source: number; readonly native: number }>>;
}

/**
 * Measures `pythonImports`, each in a process of its own.
 *
 * @param python absolute path of the interpreter
 * @param folder to install into; must not be there yet
 */
export function measurePython(python: string, folder: string): PythonRates {
  const source = `${folder}-source`;
  const compiled = `${folder}-compiled`;
  const pip = ["-m", "pip", "install", "-q", "--no-warn-conflicts"];
  run(python, "/", [...pip, "--no-compile", "-t", source, ...new Set(pythonImports.map(([name]) => name))]);
  run(python, "/", [...pip, "-t", compiled, "boto3"]);

  const rates: number[] = [];
  const imports = pythonImports.map(([, module, statement = `import ${module}`]): MeasuredImport => {
    const { ms, loaded } = least(python, source, "", statement);
    const parts = partsOf(python, source, statement, ms);
    for (const [name, size] of Object.entries(loaded)) {
      if (size.source > 100_000 && size.native === 0) rates.push((parts[name] ?? 0) / (size.source / 1e6));
    }
    process.stderr.write(`${module} ${ms.toFixed(0)} ms\n`);
    if (module !== "boto3") return { name: module, ms: parts };
    return {
      name: module,
      ms: parts,
      inRuntimeMs: partsOf(python, compiled, statement, least(python, compiled, "", statement).ms),
    };
  });
  return { msPerMb: rounded(median(rates)), imports: [...imports, firstClient(python, source, compiled)] };
}

/** The first client that boto3 makes reads what all have in common. DynamoDB's is in the middle of the usual ones. */
function firstClient(python: string, source: string, compiled: string): MeasuredImport {
  const name = "boto3.client";
  const [ms, inRuntimeMs] = [source, compiled].map((folder) => ({
    [name]: rounded(least(python, folder, "import boto3", "boto3.client('dynamodb')").ms),
  }));
  return { name, ms: ms ?? {}, inRuntimeMs: inRuntimeMs ?? {} };
}

/** The measurement that was disturbed least. */
function least(python: string, folder: string, setup: string, statement: string): Loaded {
  const measured = Array.from(
    { length: starts },
    () => JSON.parse(python3(python, folder, ["-c", script, setup, statement, folder])) as Loaded,
  );
  const [first, ...others] = measured;
  if (first === undefined) throw new Error("Nothing was measured.");
  return others.reduce((best, each) => (each.ms < best.ms ? each : best), first);
}

/** CPU time by top-level package: in the proportions of the time that passes. */
function partsOf(python: string, folder: string, statement: string, cpuMs: number): Record<string, number> {
  const texts = Array.from({ length: starts }, () => timedImports(python, folder, statement));
  const atStart = importTimes(timedImports(python, folder, "pass"));
  const parts = [...leastOf(texts.map(importTimes))].filter(([name]) => !atStart.has(name));
  const sum = parts.reduce((total, [, ms]) => total + ms, 0);
  const shares = parts.map(([name, ms]): [string, number] => [name, rounded((ms / sum) * cpuMs)]);
  return Object.fromEntries(shares.filter(([, ms]) => ms >= 1).sort(([, one], [, other]) => other - one));
}

function timedImports(python: string, folder: string, statement: string): string {
  const timed = `"$0" -X importtime -c "$1" 2>&1 >/dev/null`;
  return execFileSync("sh", ["-c", timed, python, statement], { env: envOf(folder), encoding: "utf8", maxBuffer: 1e8 });
}

function python3(python: string, folder: string, args: readonly string[]): string {
  return execFileSync(python, args, { env: envOf(folder), encoding: "utf8" });
}

function envOf(folder: string): NodeJS.ProcessEnv {
  const credentials = { AWS_ACCESS_KEY_ID: "none", AWS_SECRET_ACCESS_KEY: "none", AWS_DEFAULT_REGION: "us-east-1" };
  return { ...process.env, ...credentials, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
