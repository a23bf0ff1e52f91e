import { sampleEventsOf, type SampleEvent } from "../../runner/model/sample-events/sample-events.ts";
import { readFunctions } from "../../runner/model/template/functions.ts";
import { Stack } from "../../runner/model/template/stack.ts";
import { parseTemplate } from "../../runner/model/template/template.ts";
import { kebabCase } from "./function-name.ts";
import type { Language } from "./languages.ts";
import type { NewFunction, ScaffoldedFile } from "./new-function.ts";
import { addFunction } from "./template-entry.ts";

const account = { region: "us-east-1", accountId: "123456789012" };

/** An event for each kind that the function's trigger sends, under `events/`. */
export function sampleEventFiles(fn: NewFunction, language: Language): ScaffoldedFile[] {
  return sampleEvents(fn, language).map(({ title, event }) => ({
    path: `events/${kebabCase(fn.name)}/${fileNameOf(title)}.json`,
    text: `${JSON.stringify(event, undefined, 2)}\n`,
    isExecutable: false,
  }));
}

function sampleEvents(fn: NewFunction, language: Language): SampleEvent[] {
  const context = { ...account, functionName: fn.name };
  if (fn.trigger === "none") return [{ title: "hello", event: { name: "world" } }];
  const template = parseTemplate(addFunction("", fn, language), "template.yaml");
  const stack = new Stack(template, {
    pseudo: { ...account, stackName: "local" },
    path: [],
    parameter: () => undefined,
  });
  const [declaration] = readFunctions(stack, { layersByArn: new Map(), today: new Date() });
  return (declaration?.triggers ?? []).flatMap((trigger) => sampleEventsOf(trigger, context));
}

/** `get-orders-id` for `GET /orders/{id}`. */
function fileNameOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
