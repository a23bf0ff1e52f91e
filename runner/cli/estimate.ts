import { findEitherWay } from "../control/find-function.ts";
import { loadProjectOf } from "../load-project-of.ts";
import { coldStartsDate } from "../model/estimate/base-cold-start.ts";
import { dataAge } from "../model/estimate/data-age.ts";
import { estimateFunction, type FunctionEstimate, type Traffic } from "../model/estimate/function-estimate.ts";
import { checkLimit, type EstimateLimit } from "../model/estimate/limits-of-estimates.ts";
import { monthlyBill } from "../model/estimate/monthly-bill.ts";
import { newestBuilds } from "../model/estimate/run.ts";
import { noTraffic, trafficOf } from "../model/estimate/traffic.ts";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction, Project } from "../model/function.ts";
import { priceListDate } from "../model/prices.ts";
import { imageRuntime } from "../project/image-runtime.ts";
import type { Command } from "./arguments.ts";
import { estimateDetails, estimateTable, type EstimatedRow } from "./estimate-text.ts";
import type { ExitCode } from "./exit-code.ts";
import { knownOf, type Known } from "./known-of.ts";
import { problemText } from "./printing.ts";
import { requireFunctions } from "./require-functions.ts";
import type { Streams } from "./streams.ts";
import { trafficBeside } from "../project/traffic-beside.ts";

/**
 * Says what a function, or each function of a workspace, costs and how long it takes to start, from what is known of it
 * already. Starts nothing. 1 when a limit is exceeded, or can't be checked because a function never ran.
 */
export async function estimate(
  command: Extract<Command, { name: "estimate" }>,
  streams: Streams,
  now: Date,
): Promise<ExitCode> {
  const project = await loadProjectOf(command.runner);
  const errors = project.problems.filter(({ severity }) => severity === "error");
  for (const problem of errors) streams.stderr.write(`${problemText(problem)}\n`);
  if (errors.length > 0) requireFunctions(project);
  const asked = askedFunctions(project, command.functionName);
  const known = await knownOf(command.runner, asked);
  if (command.known) {
    const { runs, code, calibrations } = known;
    const all = { runs: Object.fromEntries(runs), code: Object.fromEntries(code), calibrations };
    streams.stdout.write(`${JSON.stringify(all)}\n`);
    return 0;
  }
  const traffic = await trafficBeside([...new Set(asked.map(({ template }) => template))]);
  const rows = await Promise.all(
    asked.map(async (fn) => {
      const usual = trafficOf([fn.name, fn.logicalId], noTraffic, traffic.get(fn.template) ?? noTraffic);
      const { callsPerMonth = usual.callsPerMonth } = command;
      const runtime = fn.runtime ?? (await imageRuntime(fn.code)) ?? null;
      return rowOf({ ...fn, runtime }, project.region, { ...usual, callsPerMonth }, known);
    }),
  );
  const uses = rows.flatMap(({ estimate }) => estimate.monthly?.use ?? []);
  const total = {
    usd: monthlyBill(uses, { withFreeTier: false }).usd,
    afterFreeTierUsd: monthlyBill(uses, { withFreeTier: true }).usd,
  };
  const over = exceeded(rows, command.limits);
  if (command.json) {
    streams.stdout.write(
      `${json({ region: project.region, priceListDate, coldStartsDate, functions: rows, total, over })}\n`,
    );
  } else {
    const { functionName } = command;
    const text = functionName === undefined ? estimateTable(rows, total) : rows.map(estimateDetails).join("\n");
    streams.stdout.write(text);
  }
  for (const { name, days } of oldData(now)) {
    streams.stderr.write(
      `The ${name} are ${days} days old, so figures may be off. A newer Pilot Light has newer ones.\n`,
    );
  }
  for (const { functionName, text } of over) streams.stderr.write(`${functionName}: ${text}\n`);
  return over.length > 0 ? 1 : 0;
}

function askedFunctions(project: Project, name: string | undefined): readonly LambdaFunction[] {
  if (name === undefined) return project.functions;
  const found = findEitherWay(project.functions, name);
  if (found) return [found];
  const message = `The workspace has no function ${name}. See \`pilotlight list\`.`;
  throw new Failure("function-unknown", message);
}

function rowOf(
  fn: Omit<LambdaFunction, "runtime"> & { readonly runtime: string | null },
  region: string,
  traffic: Traffic,
  known: Known,
): EstimatedRow {
  const runs = known.runs.get(fn.name) ?? [];
  const code = known.code.get(fn.name);
  const engine = newestBuilds(runs)?.newest.engine;
  const calibration = known.calibrations.find((each) => each.runtime === fn.runtime && each.engine === engine);
  const estimated = {
    name: fn.name,
    runtime: fn.runtime,
    packageType: fn.packageType,
    architecture: fn.architecture,
    memoryMb: fn.memoryMb,
    timeoutS: fn.timeoutS,
    ephemeralStorageMb: fn.ephemeralStorageMb,
    ...(fn.provisionedConcurrency === undefined ? {} : { provisionedConcurrency: fn.provisionedConcurrency }),
    ...programOf(fn),
  };
  const estimate = estimateFunction({
    fn: estimated,
    region,
    runs,
    traffic,
    ...(calibration ? { calibration } : {}),
    ...(code ? { code } : {}),
  });
  return { ...estimated, traffic, estimate };
}

/** What makes a `provided.*` runtime's program, where the template says so. */
function programOf({ build }: Pick<LambdaFunction, "build">): { readonly program?: "go" | "rust" } {
  if (build.method === "go1.x") return { program: "go" };
  return build.method === "rust-cargolambda" ? { program: "rust" } : {};
}

interface Exceeded {
  readonly functionName: string;
  readonly limit: EstimateLimit["of"];
  /** A sentence's end, for people. */
  readonly text: string;
}

function exceeded(rows: readonly EstimatedRow[], limits: readonly EstimateLimit[]): Exceeded[] {
  return rows.flatMap(({ name, estimate }: { name: string; estimate: FunctionEstimate }) =>
    limits.flatMap((limit): Exceeded[] => {
      const check = checkLimit(limit, estimate);
      if (check.kind === "within") return [];
      const unknown = `it never ran here, so whether it is within ${check.text} is not known. Run it first: pilotlight invoke ${name}`;
      return [{ functionName: name, limit: limit.of, text: check.kind === "over" ? check.text : unknown }];
    }),
  );
}

function oldData(now: Date): { name: string; days: number }[] {
  return [
    { name: "prices", ...dataAge(priceListDate, now) },
    { name: "cold starts of empty functions", ...dataAge(coldStartsDate, now) },
  ].filter(({ isOld }) => isOld);
}

function json(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part === undefined ? null : part), 2);
}
