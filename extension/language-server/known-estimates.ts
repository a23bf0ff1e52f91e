import {
  estimateFunction,
  type EstimatedFunction,
  type EstimateInput,
  type FunctionEstimate,
  type Traffic,
} from "../../runner/model/estimate/function-estimate.ts";
import { newestBuilds } from "../../runner/model/estimate/run.ts";
import type { KnownFacts, Knowledge } from "./knowledge.ts";

/** What an estimate was made of, with the estimate. */
export interface KnownEstimate {
  readonly input: EstimateInput;
  readonly estimate: FunctionEstimate;
}

/** Estimates of functions, each made once for as long as what it is made of stays the same. */
export class KnownEstimates {
  readonly #knowledge: Knowledge;
  readonly #made = new Map<string, { readonly of: Sources; readonly known: KnownEstimate }>();

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
  }

  /**
   * @param key one for each function
   * @param fn its settings, which may be newer than those that are known of it
   * @param facts what was told of it; undefined where nothing was
   */
  of(
    key: string,
    fn: EstimatedFunction,
    { region, traffic, facts }: { region: string; traffic: Traffic; facts: KnownFacts | undefined },
  ): KnownEstimate {
    const { revision } = this.#knowledge;
    const settings = JSON.stringify([fn, region, traffic]);
    const last = this.#made.get(key);
    if (last?.of.settings === settings && last.of.revision === revision) return last.known;
    const runs = facts?.runs ?? [];
    const engine = newestBuilds(runs)?.newest.engine;
    const calibration = engine && this.#knowledge.calibration(fn.runtime, engine);
    const of: Sources = { settings, revision, runs, code: facts?.code, calibration };
    const isSame =
      last !== undefined &&
      last.of.settings === settings &&
      last.of.runs === runs &&
      last.of.code === of.code &&
      last.of.calibration === calibration;
    const known = isSame ? last.known : estimate({ fn, region, traffic, ...of });
    this.#made.set(key, { of, known });
    return known;
  }
}

interface Sources extends Pick<EstimateInput, "runs"> {
  readonly settings: string;
  readonly revision: number;
  readonly code: EstimateInput["code"] | undefined;
  readonly calibration: EstimateInput["calibration"] | undefined;
}

function estimate({
  fn,
  region,
  traffic,
  runs,
  code,
  calibration,
}: Pick<EstimateInput, "fn" | "region" | "traffic"> & Sources): KnownEstimate {
  const input: EstimateInput = {
    fn,
    region,
    runs,
    traffic,
    ...(code === undefined ? {} : { code }),
    ...(calibration === undefined ? {} : { calibration }),
  };
  return { input, estimate: estimateFunction(input) };
}
