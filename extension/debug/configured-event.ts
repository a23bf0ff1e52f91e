import { resolve } from "node:path";
import type { DebugConfiguration } from "vscode";
import { savedChoice, type ChosenEvent } from "../events/event-choices.ts";

/** The event that a configuration names: a path, as a text, or the event itself. Undefined when it names none. */
export function configuredEvent(configuration: DebugConfiguration): ChosenEvent | undefined {
  const event: unknown = configuration["event"];
  if (event === undefined || configuration.request === "attach") return undefined;
  const folder = String(configuration["workspace"]);
  if (typeof event === "string") return savedChoice(resolve(folder, event), folder);
  const text = JSON.stringify(event, null, 2);
  return { label: `Event of "${configuration.name}"`, source: { kind: "text", text } };
}
