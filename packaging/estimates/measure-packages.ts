/**
 * Makes `runner/model/estimate/heavy-packages.json` anew: the CPU time that packages take when a function loads them, on
 * this machine, and that of an empty function, which says how fast the machine is:
 *
 *     npm run build && node packaging/estimates/measure-packages.ts
 *
 * Packages of npm are measured as a bundle, which is what is deployed; those of PyPI as source, as what is zipped by `sam`
 * has no bytecode that Python would take (aws/aws-lambda-builders, issue 924).
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { median } from "../../runner/model/estimate/percentiles.ts";
import { nodePackages, pythonPackages } from "./heavy-packages-list.ts";
import { InitSample, quietInstall, run } from "./init-sample.ts";
import { importTimes, leastOf } from "./python-import-times.ts";

const starts = 3;

/** Bytes of Python and of everything else, by top-level package. */
const sizesScript = `
import json, os
sizes = {}
for name in os.listdir("."):
    if not os.path.isdir(name) or name.endswith(".dist-info"): continue
    size = sizes[name] = {"python": 0, "other": 0}
    for folder, _, files in os.walk(name):
        for file in files:
            size["python" if file.endswith(".py") else "other"] += os.path.getsize(os.path.join(folder, file))
print(json.dumps(sizes))
`;

const root = mkdtempSync(join(tmpdir(), "pilotlight-packages-"));
const python = run("sh", root, ["-c", "command -v python3"]);
const pythonVersion = run(python, root, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
const nodeRuntime = `nodejs${process.versions.node.split(".")[0] ?? ""}.x`;
try {
  const nodejs = await measureNode();
  const ofPython = measurePython();
  const facts = {
    measured: new Date().toISOString().slice(0, 10),
    nodejs: {
      runtime: nodeRuntime,
      emptyInitMs: emptyInitMs(nodeRuntime, process.execPath, "exports.handler = async () => true;\n"),
      ...nodejs,
    },
    python: {
      runtime: `python${pythonVersion}`,
      emptyInitMs: emptyInitMs(`python${pythonVersion}`, python, "def handler(event, context):\n    return True\n"),
      ...ofPython,
    },
  };
  const text = JSON.stringify(facts, undefined, 1).replace(
    /\{\s+"name": ([^}]*?)\s+\}/g,
    (_all, rest: string) => `{ "name": ${rest.replace(/\s+/g, " ")} }`,
  );
  writeFileSync(join(import.meta.dirname, "../../runner/model/estimate/heavy-packages.json"), `${text}\n`);
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}

interface Rates {
  /** Of code of which nothing else is known. */
  readonly msPerMb: number;
  readonly packages: readonly { readonly name: string; readonly ms: number; readonly bytes?: number }[];
}

function emptyInitMs(runtime: string, interpreter: string, handler: string): number {
  const sample = new InitSample({ runtime, handler, install: [] }, root, interpreter);
  for (let start = 0; start < starts; start++) sample.start();
  return rounded(sample.middleMs);
}

/** Of each package, with all it brings: how long its bundle takes, and how large it is. */
async function measureNode(): Promise<Rates> {
  const folder = join(root, "npm");
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), "{}");
  run("npm", folder, [...quietInstall, "--legacy-peer-deps", ...nodePackages]);
  const packages: { name: string; ms: number; bytes: number }[] = [];
  for (const name of nodePackages) {
    const outfile = join(folder, "bundle.cjs");
    await build({
      stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: folder },
      bundle: true,
      platform: "node",
      target: "node22",
      format: "cjs",
      external: ["*.node", "pg-native"],
      logLevel: "error",
      outfile,
    });
    const cpuMs = Array.from({ length: starts }, () => Number(run(process.execPath, folder, ["-e", timed(outfile)])));
    packages.push({ name, ms: rounded(median(cpuMs)), bytes: statSync(outfile).size });
    process.stderr.write(`${name}\n`);
  }
  return { msPerMb: rounded(median(packages.map(({ ms, bytes }) => ms / (bytes / 1e6)))), packages };
}

function timed(file: string): string {
  return `const before = process.cpuUsage(); require(${JSON.stringify(file)}); const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000); process.exit();`;
}

/** Of each package alone, with what of Python's own library it is the first to load. */
function measurePython(): Rates {
  const folder = join(root, "pip");
  run(python, root, [
    "-m",
    "pip",
    "install",
    "-q",
    "--no-compile",
    "-t",
    folder,
    ...pythonPackages.map(([name]) => name),
  ]);
  const least = new Map<string, number>();
  for (const [, module] of pythonPackages) {
    const times = Array.from({ length: starts }, () => importTimes(timesOf(module, folder)));
    const [own = ""] = module.split(".");
    for (const [name, ms] of leastOf(times)) {
      // Loaded by another, it finds there already what it would have loaded itself.
      if (name === own || !least.has(name)) least.set(name, ms);
    }
    process.stderr.write(`${module}\n`);
  }
  const packages = [...least]
    .filter(([, ms]) => ms >= 5)
    .sort(([, a], [, b]) => b - a)
    .map(([name, ms]) => ({ name, ms: rounded(ms) }));
  return { msPerMb: rounded(sourceMsPerMb(folder, least)), packages };
}

/** What Python writes about a module's import: bytecode is there of its own library alone. */
function timesOf(module: string, folder: string): string {
  const env = { ...process.env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: "1" };
  const script = `"$0" -X importtime -c "import $1" 2>&1 >/dev/null`;
  return execFileSync("sh", ["-c", script, python, module], { env, encoding: "utf8", maxBuffer: 1e8 });
}

/** Of packages that are sources and nothing else. */
function sourceMsPerMb(folder: string, least: ReadonlyMap<string, number>): number {
  const sizes = JSON.parse(run(python, folder, ["-c", sizesScript])) as Record<
    string,
    { python: number; other: number }
  >;
  const rates = [...least].flatMap(([name, ms]) => {
    const size = sizes[name];
    return size && size.python > 200_000 && size.other < size.python / 10 ? [ms / (size.python / 1e6)] : [];
  });
  return median(rates);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
