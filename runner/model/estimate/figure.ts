import { runsText } from "./percentiles.ts";

/** Where a figure comes from. `from` is a sentence. */
export type Basis =
  | { readonly kind: "measured"; readonly runs: number }
  | { readonly kind: "estimated"; readonly from: string }
  | { readonly kind: "computed"; readonly from: string };

/** A number that never goes without where it comes from; its unit is in the name of what holds it. */
export interface Figure {
  readonly value: number;
  readonly basis: Basis;
}

export function measured(value: number, runs: number): Figure {
  return { value, basis: { kind: "measured", runs } };
}

export function estimated(value: number, from: string): Figure {
  return { value, basis: { kind: "estimated", from } };
}

export function computed(value: number, from: string): Figure {
  return { value, basis: { kind: "computed", from } };
}

/** Where a figure comes from, in words: `14 runs`, or the sentence that says it. */
export function basisText({ basis }: Figure): string {
  return basis.kind === "measured" ? runsText(basis.runs) : basis.from;
}
