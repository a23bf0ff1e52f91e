/**
 * `npm run bench`: times and memory as multiples of floors measured in the same run, since machines are shared and
 * noisy. `--json FILE` also writes the figures there, `--only NAME` runs one part; the variable `PILOTLIGHT_CLI` names
 * another build's `cli.js`, to compare two.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureContainerEngine } from "../container-engine.ts";
import { buildStandInImages } from "../images/build-images.ts";
import type { EngineName } from "./bench-runner.ts";
import { containerColdStart } from "./container-cold-start.ts";
import { debug } from "./debug.ts";
import { formatTable, type Figure } from "./figure.ts";
import { idleMemory } from "./idle-memory.ts";
import { languageServer } from "./language-server.ts";
import { manyFunctionsAtOnce } from "./many-functions.ts";
import { processColdStart } from "./process-cold-start.ts";
import { smallPython } from "./python-sample.ts";
import { reload } from "./reload.ts";
import { throughput } from "./throughput.ts";
import { tune } from "./tune.ts";
import { smallTypescript, typescriptWithSdk } from "./typescript-samples.ts";
import { watchIdle } from "./watch-idle.ts";
import { warmInvoke } from "./warm-invoke.ts";

const parts: Record<string, (engines: readonly EngineName[]) => Promise<Figure[]>> = {
  warm: warmInvoke,
  "cold-process": processColdStart,
  "cold-container": (engines) => (engines.includes("container") ? containerColdStart() : Promise.resolve([])),
  throughput,
  reload: (engines) => reload(engines, smallTypescript, { processMs: 80, containerMs: 100, containerTimesCold: 0.3 }),
  "reload-sdk": (engines) => reload(engines, typescriptWithSdk),
  "reload-python": (engines) => reload(engines, smallPython),
  debug,
  "watch-idle": () => (process.platform === "linux" ? watchIdle() : Promise.resolve([])),
  "many-functions": manyFunctionsAtOnce,
  "language-server": languageServer,
  tune,
  memory: (engines) => (process.platform === "linux" ? idleMemory(engines) : Promise.resolve([])),
};

const { values } = parseArgs({
  options: { json: { type: "string" }, only: { type: "string" } },
});
const names = values.only === undefined ? Object.keys(parts) : [values.only];
if (!names.every((name) => name in parts)) {
  throw new Error(`--only takes ${Object.keys(parts).join(", ")}, not ${values.only ?? ""}.`);
}

const containers = await findContainers();
const engines: EngineName[] = containers === undefined ? ["process"] : ["process", "container"];
const figures: Figure[] = [];
try {
  for (const name of names) {
    console.error(`measuring ${name} ...`);
    figures.push(...((await parts[name]?.(engines)) ?? []));
  }
} finally {
  await containers?.stop();
}
console.log(formatTable(figures));
if (values.json !== undefined) {
  const conditions = { node: process.version, platform: process.platform, arch: process.arch, engines };
  writeFileSync(values.json, JSON.stringify({ ...conditions, figures }, undefined, 2));
}

/** The container engine with the stand-in images in it; says so loudly when there is none. */
async function findContainers(): Promise<{ stop(): Promise<void> } | undefined> {
  const engine = await ensureContainerEngine();
  if (engine.available) {
    await buildStandInImages(["nodejs:24", "python:3.11"]);
    return engine;
  }
  console.error(`!!! NO CONTAINERS MEASURED: ${engine.reason}`);
  return undefined;
}
