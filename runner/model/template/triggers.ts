import { eventTypes, eventTypesSource } from "./event-types.ts";
import type { PropertyReader } from "./property-reader.ts";
import type { Range } from "../problem.ts";
import type { Report } from "./problem-collector.ts";
import { childOf, entriesOf, plainValue, textOf, type TemplateNode } from "./template-node.ts";
import type { Trigger } from "../trigger.ts";

/** The triggers of a SAM function: its `Events`, and its function URL as one of type `FunctionUrl`. */
export function serverlessTriggers(properties: PropertyReader, report: Report): Trigger[] {
  const triggers = [...(properties.map("Events")?.entries ?? [])].flatMap(([id, { keyRange, value }]) => {
    const type = textOf(childOf(value, "Type"));
    if (type === undefined) {
      report({
        code: "event-invalid",
        severity: "error",
        message: `The event ${id} has no Type.`,
        hint: "Give it one of SAM's event types, such as HttpApi, SQS or Schedule.",
        range: keyRange,
        source: eventTypesSource,
      });
      return [];
    }
    const own = childOf(value, "Properties");
    checkEvent(id, type, own, keyRange, report);
    return [{ type, id, properties: plainEntries(own), range: keyRange }];
  });
  const url = properties.map("FunctionUrlConfig");
  if (url !== undefined) {
    triggers.push({ type: "FunctionUrl", id: "FunctionUrl", properties: plainEntries(url), range: url.range });
  }
  return triggers;
}

function checkEvent(id: string, type: string, own: TemplateNode | undefined, range: Range, report: Report): void {
  const required = eventTypes.get(type)?.required;
  if (required === undefined) {
    report({
      code: "event-type-unknown",
      severity: "warning",
      message: `SAM has no event type "${type}".`,
      hint: `Use one of ${[...eventTypes.keys()].join(", ")}.`,
      range,
      source: eventTypesSource,
    });
    return;
  }
  const missing = required.filter((property) => childOf(own, property) === undefined);
  if (missing.length === 0) return;
  report({
    code: "event-property-missing",
    severity: "error",
    message: `The event ${id} of type ${type} has no ${missing.join(" and no ")}.`,
    hint: "Add what is missing; until then nothing can trigger the function this way.",
    range,
    source: eventTypesSource,
  });
}

/** The entries of a map as plain data; none for anything else. */
export function plainEntries(node: TemplateNode | undefined): Record<string, unknown> {
  return Object.fromEntries(entriesOf(node).map(([key, { value }]) => [key, plainValue(value)]));
}
