import { execFile } from "node:child_process";
import { loadavg } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { median } from "../../runner/model/estimate/percentiles.ts";
import type { EngineName } from "./bench-runner.ts";
import { standInImageMap } from "../images/build-images.ts";
import { atMost, type Figure } from "./figure.ts";
import { tunedSamples, tunedWorkspace } from "./tuned-samples.ts";
import { Workspace } from "./workspace.ts";

/** What of `tune --json` is looked at here. */
interface Tuned {
  readonly curve: {
    readonly split: { readonly cpuMs: number; readonly waitingMs: number; readonly parallelism: number };
  };
  readonly verified: readonly {
    readonly memoryMb: number;
    readonly predictedMs: number | null;
    readonly measuredMs: number | null;
    readonly failure: unknown;
    readonly isShortOfCpus: boolean;
  }[];
}

/** Little CPU, some, one whole and two. */
const sizes = [128, 256, 512, 1024, 1769, 3538];

/**
 * How far predictions of `tune` are from what functions take with that memory and share of a CPU, as shares of what they
 * take: medians over sizes, of functions of several kinds and over all. Other load of the machine is in it, the less the
 * smaller the share of a CPU that a size has.
 */
export async function tune(engines: readonly EngineName[]): Promise<Figure[]> {
  if (!engines.includes("container")) return [];
  using workspace = new Workspace(tunedWorkspace());
  const figures: Figure[] = [];
  const all: { readonly memoryMb: number; readonly error: number }[] = [];
  for (const { name, title } of tunedSamples) {
    const { curve, verified } = await tuneOne(workspace.folder, name);
    const { cpuMs, waitingMs, parallelism } = curve.split;
    console.error(
      `${title}: ${cpuMs.toFixed(0)} ms of CPU, ${waitingMs.toFixed(0)} ms waiting, ${parallelism.toFixed(2)} CPUs; load ${loadavg()[0]?.toFixed(1)}`,
    );
    const errors = verified
      .filter(({ isShortOfCpus }) => !isShortOfCpus)
      .map(({ memoryMb, predictedMs, measuredMs, failure }) => {
        if (predictedMs === null || measuredMs === null || failure !== null) {
          throw new Error(`${title} could not be compared at ${memoryMb} MB: ${JSON.stringify(failure)}`);
        }
        console.error(`  ${memoryMb} MB: predicted ${predictedMs.toFixed(0)} ms, took ${measuredMs.toFixed(0)} ms`);
        return { memoryMb, error: Math.abs(predictedMs / measuredMs - 1) * 100 };
      });
    all.push(...errors);
    figures.push(figure(`error of tune, ${title}`, errors));
  }
  const small = all.filter(({ memoryMb }) => memoryMb <= 512);
  return [...figures, figure("error of tune, up to 512 MB", small), figure("error of tune, all together", all)];
}

function figure(name: string, errors: readonly { readonly error: number }[]): Figure {
  const value = median(errors.map(({ error }) => error));
  return { name, value, unit: "%", samples: errors.length, goal: atMost(15, "%", value) };
}

async function tuneOne(folder: string, functionName: string): Promise<Tuned> {
  const images = Object.entries(standInImageMap()).flatMap(([runtime, tag]) => ["--image", `${runtime}=${tag}`]);
  const args = [
    "tune",
    functionName,
    "--json",
    "--sizes",
    sizes.join(),
    "--runs",
    "7",
    "--engine",
    "container",
    ...images,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...process.env, XDG_STATE_HOME: join(folder, ".state") },
  });
  return JSON.parse(stdout) as Tuned;
}

const cli = process.env["PILOTLIGHT_CLI"] ?? join(import.meta.dirname, "..", "..", "dist", "cli.js");
