import { basename, dirname, sep } from "node:path";
import type { FunctionSummary } from "../../runner/control/protocol.ts";

/** A JSON file in a folder named `events`. */
export interface SavedEvent {
  /** Absolute path. */
  readonly path: string;
  /** File name without `.json`. */
  readonly title: string;
  /** The folder below `events` that it is in, such as `order-mailer`; undefined right below `events`. */
  readonly owner: string | undefined;
}

/** @param path absolute, of a JSON file somewhere below a folder `events` */
export function savedEvent(path: string): SavedEvent {
  const folders = dirname(path).split(sep);
  const below = folders.slice(folders.lastIndexOf("events") + 1);
  return { path, title: basename(path, ".json"), owner: below[0] };
}

/** Events in a folder of the function's own, such as `events/order-mailer/` for `OrderMailer`. */
export function eventsOf(events: readonly SavedEvent[], fn: Pick<FunctionSummary, "name" | "logicalId">): SavedEvent[] {
  const keys = [plain(fn.name), plain(fn.logicalId)];
  return events.filter(({ owner }) => owner !== undefined && keys.includes(plain(owner)));
}

/** Events that belong to no function in particular. */
export function sharedEvents(events: readonly SavedEvent[]): SavedEvent[] {
  return events.filter(({ owner }) => owner === undefined);
}

/** `OrderMailer`, `order-mailer` and `order_mailer` are one name to a person. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
