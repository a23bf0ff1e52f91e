import type { Traffic } from "../../../runner/model/estimate/function-estimate.ts";
import type { KnownEstimate } from "../known-estimates.ts";
import type { KnownFacts } from "../knowledge.ts";
import type { TemplateView } from "./template-document.ts";
import type { TemplateFunction } from "./template-function.ts";

/** A template with what is known of its functions. */
export interface EstimatedTemplate {
  readonly view: TemplateView;
  readonly estimate: (fn: TemplateFunction) => TemplateEstimate;
}

export interface TemplateEstimate extends KnownEstimate {
  /** What was told of the function; undefined where nothing was. */
  readonly facts: KnownFacts | undefined;
  readonly traffic: Traffic;
}
