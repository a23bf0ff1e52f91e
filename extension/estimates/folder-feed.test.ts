import assert from "node:assert/strict";
import { test } from "node:test";
import type { Run } from "../../runner/model/estimate/run.ts";
import { summary } from "../explorer/views-for-tests.ts";
import { emptyState } from "../workspace/workspace-state.ts";
import type { EarlierRuns } from "./earlier-runs.ts";
import { FolderFeed, type FedWorkspace, type FeedOptions } from "./folder-feed.ts";

const run: Run = {
  ...{ startedAt: 1, build: "b", engine: "process", status: "success", isDebugged: false },
  report: { initMs: 1, initCpuMs: 1, durationMs: 1, billedMs: 1, memoryMb: 128, maxMemoryUsedMb: 60, cpuMs: 1 },
};
const code = { bundleBytes: 1, unpackedBytes: 1, packages: [] };
const earlier: EarlierRuns = { runs: { A: [run, run] }, code: { A: code }, calibrations: [] };

/** A feed of one function, and what it tells, each as the method's last word. */
async function feed(workspace: Partial<FedWorkspace>, found: EarlierRuns | undefined): Promise<[string[], FolderFeed]> {
  const told: string[] = [];
  const work: Promise<unknown>[] = [];
  const options: FeedOptions = {
    tell: ({ method }) => told.push(method.split("/").at(-1) ?? ""),
    regionOf: () => "us-east-1",
    onCalibrations: () => told.push("calibrations"),
    earlierRuns: () => Promise.resolve(found),
    boundary: { background: (_what, act) => void work.push(act()) },
  };
  const state = { ...emptyState, functions: [summary("A")] };
  const made = new FolderFeed({ folder: "/project", state, client: undefined, ...workspace }, options);
  made.update();
  await Promise.all(work);
  return [told, made];
}

test("what earlier windows have left is told without a runner, once", async () => {
  const [told, made] = await feed({}, earlier);
  assert.deepEqual(told, ["functions", "calibrations", "code", "runs"]);
  made.update();
  assert.equal(told.length, 4);
});

test("nothing more is told where earlier runs can't be read, or there are no functions", async () => {
  assert.deepEqual((await feed({}, undefined))[0], ["functions"]);
  assert.deepEqual((await feed({ state: emptyState }, earlier))[0], ["functions"]);
});

test("a server that has just started is told all again", async () => {
  const [told, made] = await feed({}, earlier);
  told.length = 0;
  made.tellAnew();
  assert.deepEqual(told, ["functions"]);
  await new Promise(setImmediate);
  assert.deepEqual(told, ["functions", "calibrations", "code", "runs"]);
});
