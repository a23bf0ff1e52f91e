import type { TunedView } from "./tuned-view.ts";

/** What the panel shows. */
export interface PanelState {
  /** `OrderMailer` */
  readonly functionName: string;
  readonly activity: PanelActivity;
  /** Name of the event that the result is of; undefined where it is of any. */
  readonly event: string | undefined;
  /** Undefined before the first result. */
  readonly tuned: TunedView | undefined;
}

/** What is going on, or how the last of it ended. Texts are sentences. */
export type PanelActivity =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly text: string }
  | { readonly kind: "done"; readonly text: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly text: string };

/** From the panel's host to its page. */
export interface StateMessage {
  readonly kind: "state";
  readonly state: PanelState;
}

/** From the page to its host: what a person asks for. */
export type PageMessage =
  /** It listens, and shows nothing yet. */
  | { readonly kind: "ready" }
  /** Measure with an event that the person chooses. */
  | { readonly kind: "measure" }
  /** Run it at several sizes, to see whether the curve is true. */
  | { readonly kind: "verify" }
  | { readonly kind: "cancel" }
  /** Write this memory into the template. */
  | { readonly kind: "apply"; readonly memoryMb: number }
  | { readonly kind: "export-csv" }
  /** The page alone can draw: base64 of the picture. */
  | { readonly kind: "export-png"; readonly png: string };
