/**
 * Measures here the functions of `published-inits.json`, whose cold starts on AWS others have published, so that
 * `docs/estimates.md` can say how far off the model is:
 *
 *     npm run build && node packaging/estimates/measure-published.ts
 *
 * Needs the interpreters that the functions name: Node.js of each version from npm, Python of each version on PATH or
 * from pyenv. Each function starts as often as an empty one of its runtime, by turns, so that both see the same machine.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InitSample, quietInstall, run } from "./init-sample.ts";
import type { PublishedInit, PublishedInits } from "./published-inits.ts";

const rounds = 5;
const file = join(import.meta.dirname, "published-inits.json");
const root = mkdtempSync(join(tmpdir(), "pilotlight-published-"));

/** Versions whose start-up differs from that of their series' newest are named where figures are published for them. */
const nodeVersions: Readonly<Record<string, string>> = { "nodejs20.x": "20.13.1", "nodejs22.x": "22.11.0" };

const published = JSON.parse(readFileSync(file, "utf8")) as PublishedInits;
const interpreters = new Map<string, string>();
const empties = new Map<string, InitSample>();
/** Architectures share one: this machine has only its own. */
const samples = new Map<string, InitSample>();
try {
  for (const each of published.cases) {
    const interpreter = interpreters.get(each.runtime) ?? interpreterOf(each.runtime);
    interpreters.set(each.runtime, interpreter);
    if (!empties.has(each.runtime))
      empties.set(each.runtime, new InitSample({ ...each, handler: empty(each), install: [] }, root, interpreter));
    if (!samples.has(keyOf(each))) samples.set(keyOf(each), new InitSample(each, root, interpreter));
  }
  for (let round = 0; round < rounds; round++) {
    for (const sample of [...empties.values(), ...samples.values()]) sample.start();
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 3 });
}
const cases = published.cases.map((each) => ({
  ...each,
  localInitCpuMs: round1(samples.get(keyOf(each))?.middleMs),
  localEmptyInitCpuMs: round1(empties.get(each.runtime)?.middleMs),
}));
writeFileSync(file, `${JSON.stringify({ measured: new Date().toISOString().slice(0, 10), cases }, undefined, 2)}\n`);

function keyOf({ runtime, handler, install, bundle }: PublishedInit): string {
  return JSON.stringify([runtime, handler, install, bundle]);
}

function empty({ runtime }: { runtime: string }): string {
  return runtime.startsWith("nodejs")
    ? "exports.handler = async () => true;\n"
    : "def handler(event, context):\n    return True\n";
}

/** Absolute path of a program of the runtime's version. */
function interpreterOf(runtime: string): string {
  if (runtime.startsWith("python")) {
    return (
      run("sh", root, [
        "-c",
        `ls ~/.pyenv/versions/${runtime.slice(6)}.*/bin/python3 2>/dev/null || command -v ${runtime}`,
      ]).split("\n")[0] ?? ""
    );
  }
  const folder = join(root, runtime);
  mkdirSync(folder);
  const version = nodeVersions[runtime];
  if (version === undefined) throw new Error(`Say in nodeVersions which Node.js ${runtime} stands for.`);
  writeFileSync(join(folder, "package.json"), "{}");
  const name = `node-${process.platform}-${process.arch}`;
  run("npm", folder, [...quietInstall, `${name}@${version}`]);
  return join(folder, "node_modules", name, "bin", "node");
}

function round1(value: number | undefined): number {
  return Math.round((value ?? NaN) * 10) / 10;
}
