/**
 * Makes `runner/model/estimate/heavy-packages.json` anew: the CPU time that packages take when a function loads them, on
 * this machine, and that of an empty function, which says how fast the machine is:
 *
 *     npm run build && node packaging/estimates/measure-packages.ts [nodejs|python]
 *
 * Packages of npm are measured as a bundle, which is what is deployed.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { median } from "../../runner/model/estimate/percentiles.ts";
import { nodePackages } from "./heavy-packages-list.ts";
import { InitSample, quietInstall, run } from "./init-sample.ts";
import { measurePython } from "./measure-python-imports.ts";

const starts = 3;

const file = join(import.meta.dirname, "../../runner/model/estimate/heavy-packages.json");
const only = process.argv[2];
const root = mkdtempSync(join(tmpdir(), "pilotlight-packages-"));
try {
  const known = JSON.parse(readFileSync(file, "utf8")) as { nodejs: unknown; python: unknown };
  const facts = {
    nodejs: only === "python" ? known.nodejs : await measuredNode(),
    python: only === "nodejs" ? known.python : measuredPython(),
  };
  const text = JSON.stringify(facts, undefined, 1).replace(/\{\s+"name": [^]*?\}(?=,?\s+[{\]])/g, (entry) =>
    entry.replace(/\s+/g, " "),
  );
  writeFileSync(file, `${text}\n`);
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}

async function measuredNode(): Promise<unknown> {
  const runtime = `nodejs${process.versions.node.split(".")[0] ?? ""}.x`;
  const emptyMs = emptyInitMs(runtime, process.execPath, "exports.handler = async () => true;\n");
  return { measured: today(), runtime, emptyInitMs: emptyMs, ...(await measureNode()) };
}

function measuredPython(): unknown {
  const python = run("sh", root, ["-c", "command -v python3"]);
  const version = run(python, root, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
  const runtime = `python${version}`;
  const emptyMs = emptyInitMs(runtime, python, "def handler(event, context):\n    return True\n");
  return { measured: today(), runtime, emptyInitMs: emptyMs, ...measurePython(python, join(root, "pip")) };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

interface Rates {
  /** Of code of which nothing else is known. */
  readonly msPerMb: number;
  readonly packages: readonly { readonly name: string; readonly ms: number; readonly bytes: number }[];
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

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
