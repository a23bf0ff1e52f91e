import { relative } from "node:path";
import type { FunctionSummary } from "../../runner/control/protocol.ts";
import { sampleEventsOf, type SampleContext } from "../../runner/model/sample-events/sample-events.ts";
import { triggerLabel } from "../explorer/trigger-label.ts";
import { eventsOf, sharedEvents, type SavedEvent } from "./saved-event.ts";

/** An event to call a function with. */
export interface ChosenEvent {
  /** For people: `events/order-mailer/paid.json`, `SQS queue OrdersQueue`. */
  readonly label: string;
  readonly source: EventSource;
}

export type EventSource =
  /** Absolute path; read at each call, so that what was saved counts. */
  | { readonly kind: "file"; readonly path: string }
  /** JSON text. */
  | { readonly kind: "text"; readonly text: string };

export interface EventChoice extends ChosenEvent {
  readonly group: "Last used" | "Saved" | "Generated" | "Other";
  readonly detail: string;
}

/** What a function can be called with, the likeliest first. */
export function eventChoices(options: {
  readonly fn: FunctionSummary;
  readonly folder: string;
  readonly saved: readonly SavedEvent[];
  readonly lastUsed: ChosenEvent | undefined;
  readonly context: SampleContext;
}): EventChoice[] {
  const { fn, folder, saved, lastUsed, context } = options;
  return [
    ...(lastUsed ? [{ ...lastUsed, group: "Last used" as const, detail: "" }] : []),
    ...[...eventsOf(saved, fn), ...sharedEvents(saved)].map(({ path }) => savedChoice(path, folder)),
    ...fn.triggers.flatMap((trigger) => {
      const { label, description } = triggerLabel(trigger);
      return sampleEventsOf(trigger, context).map(({ title, event }): EventChoice => ({
        group: "Generated",
        label: title,
        detail: `${description} ${label}`,
        source: { kind: "text", text: JSON.stringify(event, null, 2) },
      }));
    }),
    { group: "Other", label: "Empty event", detail: "{}", source: { kind: "text", text: "{}" } },
  ];
}

/** @param path absolute, of a saved event */
export function savedChoice(path: string, folder: string): EventChoice {
  return { group: "Saved", label: relative(folder, path), detail: "", source: { kind: "file", path } };
}
