import data from "./event-types.json" with { type: "json" };

/** Names of an event's properties, as SAM has them. */
export interface EventType {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Where the table comes from. */
export const eventTypesSource = data.source;

/** What a SAM function's `Events` may be, by `Type`. */
export const eventTypes: ReadonlyMap<string, EventType> = new Map<string, EventType>(Object.entries(data.types));
