import type { EngineForTests } from "./container-engine.ts";
import { findLldbDap } from "../runner/debug/backends/find-lldb-dap.ts";
import { installGdbserver } from "../runner/debug/backends/install-gdbserver.ts";
import { installDelve } from "../runner/debug/backends/install-delve.ts";
import { thisHost, type Host } from "../runner/host.ts";
import { buildFixture } from "./fixtures/build-fixtures.ts";
import type { Part, PartName, Parts } from "./harness/parts.ts";
import { partNames } from "./harness/parts.ts";
import { buildStandInImages } from "./images/build-images.ts";
import { cacheRoot } from "./images/cached-folder.ts";
import type { StandInName } from "./images/stand-in.ts";
import { projectWithAddon } from "./native-addon.ts";
import { pnpmScript } from "./pnpm.ts";
import { codeServerFolder } from "./vscode/code-server.ts";
import { packagesOfScaffolded } from "./scaffold/packages-of-scaffolded.ts";
import { pythonWith } from "./python-packages.ts";

/** Looks for every part or makes it: one after the other, since each may use the whole machine. */
export async function prepareParts(engine: EngineForTests, signal: AbortSignal): Promise<Parts> {
  const progress = (line: string): void => {
    if (!line.endsWith("up to date")) console.error(line);
  };
  const image = async (...names: StandInName[]): Promise<string> => {
    if (!engine.available) throw new Error(engine.reason);
    await buildStandInImages(names, { signal, progress });
    return "";
  };
  const recipes: Record<PartName, () => Promise<string>> = {
    "container engine": () => image("nodejs:24", "nodejs:22", "python:3.11", "provided:al2023"),
    "java image": () => image("java:17"),
    "ruby image": () => image("ruby:3.1"),
    go: () => buildFixture("go-echo", signal),
    delve: () => installDelve(hostOfTests, goArch, progress, signal),
    lldb: async () => {
      await installGdbserver(hostOfTests, signal);
      return findLldbDap();
    },
    rust: () => buildFixture("rust-echo", signal),
    java: () => buildFixture("java-echo", signal),
    "aws clients": () => pythonWith("python-clients", signal),
    "cfn-lint": () => pythonWith("cfn-lint", signal),
    "scaffolded packages": () => packagesOfScaffolded(signal),
    "native addon": () => projectWithAddon(signal),
    pnpm: () => pnpmScript(signal),
    vscode: () => codeServerFolder(signal),
  };
  const parts: [PartName, Part][] = [];
  for (const name of partNames) parts.push([name, await prepare(recipes[name], signal)]);
  return Object.fromEntries(parts) as Record<PartName, Part>;
}

/** As runners see it that tests start with this cache. */
const hostOfTests: Host = { ...thisHost(), env: { ...process.env, XDG_CACHE_HOME: cacheRoot } };

const goArch = process.arch === "arm64" ? "arm64" : "amd64";

async function prepare(recipe: () => Promise<string>, signal: AbortSignal): Promise<Part> {
  try {
    return { path: await recipe() };
  } catch (error) {
    signal.throwIfAborted();
    return { missing: error instanceof Error ? error.message : String(error) };
  }
}
