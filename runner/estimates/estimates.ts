import type { Calibration, CodeFacts, ImportCost } from "../control/protocol.ts";
import type { LambdaFunction } from "../model/function.ts";

/** What this machine tells of functions besides their calls: what estimates are made from. */
export class Estimates {
  readonly #importCosts = new Map<string, readonly ImportCost[]>();
  readonly #codeFacts = new Map<string, CodeFacts>();

  /** Those measured so far. */
  calibrations(): Promise<Calibration[]> {
    return Promise.resolve([]);
  }

  /** The newest that are known. */
  importCosts(fn: LambdaFunction): ImportCost[] {
    return [...(this.#importCosts.get(fn.name) ?? [])];
  }

  /** Of the function's newest build; undefined before the first, and for images. */
  codeFacts(fn: LambdaFunction): Promise<CodeFacts | undefined> {
    return Promise.resolve(this.#codeFacts.get(fn.name));
  }
}
