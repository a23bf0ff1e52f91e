import type { Trigger } from "../trigger.ts";
import type { SampleContext, SampleEvent } from "./sample-event.ts";
import { sampleSources } from "./sample-sources.ts";

export type { SampleContext, SampleEvent } from "./sample-event.ts";

/** A kind of event to choose from when no trigger says which. */
export interface SampleEventKind {
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

export const sampleEventKinds: readonly SampleEventKind[] = sampleSources.map(({ id, title, description }) => ({
  id,
  title,
  description,
}));

/**
 * Events that a function's own trigger could send: the same ones for the same trigger, filled in from its properties.
 * None for a type that SAM does not have.
 */
export function sampleEventsOf(
  { type, properties }: Pick<Trigger, "type" | "properties">,
  context: SampleContext,
): SampleEvent[] {
  return sampleSources.find(({ triggers }) => triggers.includes(type))?.events(properties, context) ?? [];
}

/** Events of one of `sampleEventKinds`, for a source with usual settings. None for an unknown id. */
export function sampleEventsOfKind(id: string, context: SampleContext): SampleEvent[] {
  return sampleSources.find((source) => source.id === id)?.events({}, context) ?? [];
}
