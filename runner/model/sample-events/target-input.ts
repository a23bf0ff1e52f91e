import type { SourceProperties } from "./sample-event.ts";
import { asMap, mapIn, textIn } from "./source-properties.ts";

/**
 * What a rule's target gets of an event: the whole, or what its `Input`, `InputPath` or `InputTransformer` makes of it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function inputOf(event: Readonly<Record<string, unknown>>, properties: SourceProperties): unknown {
  if (properties["Input"] !== undefined) return constantOf(properties["Input"]);
  const path = textIn(properties, "InputPath");
  if (path !== undefined) return valueAt(event, path) ?? {};
  const transformer = mapIn(properties, "InputTransformer");
  const template = textIn(transformer, "InputTemplate");
  return template === undefined ? event : transformed(event, template, mapIn(transformer, "InputPathsMap"));
}

/** JSON text as a rule; anything else as it stands. */
export function constantOf(input: unknown): unknown {
  if (typeof input !== "string") return input;
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

/** A path like `$.detail.items[0].id`. */
function valueAt(event: unknown, path: string): unknown {
  let value = event;
  for (const [, name, index] of path.matchAll(/\.([\w-]+)|\[(\d+)\]/g)) {
    value =
      name === undefined
        ? Array.isArray(value)
          ? (value as unknown[])[Number(index)]
          : undefined
        : asMap(value)?.[name];
  }
  return value;
}

function transformed(event: Readonly<Record<string, unknown>>, template: string, paths: SourceProperties): unknown {
  const text = template.replace(/<([\w.-]+)>/g, (placeholder, name: string, at: number) => {
    const path = paths[name];
    const value =
      typeof path === "string"
        ? valueAt(event, path)
        : name === "aws.events.event" || name === "aws.events.event.json"
          ? event
          : { "aws.events.event.ingestion-time": event["time"], "aws.events.rule-name": "sample-rule" }[name];
    if (value === undefined) return path === undefined ? placeholder : "";
    const json = JSON.stringify(value);
    if (!isInText(template.slice(0, at))) return json;
    // In the middle of a text goes a text; the quotes are the template's.
    return typeof value === "string" ? json.slice(1, -1) : JSON.stringify(json).slice(1, -1);
  });
  return constantOf(text);
}

/** The quotes before a place that no backslash escapes are odd in number. */
function isInText(before: string): boolean {
  return (before.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1;
}
