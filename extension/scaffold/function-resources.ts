import { fillPlaceholders } from "./fill-placeholders.ts";
import type { Language } from "./languages.ts";
import { codeFolderOf, type NewFunction } from "./new-function.ts";
import type { TemplateMap, TemplateValue } from "./template-value.ts";
import { timeoutS, triggerParts } from "./trigger-parts.ts";

/** The resources of a new function by logical id, itself first. */
export function functionResources(fn: NewFunction, language: Language): TemplateMap {
  const { properties, resources } = triggerParts(fn.trigger, fn.name);
  const { metadata } = language;
  return {
    [fn.name]: {
      Type: "AWS::Serverless::Function",
      ...(metadata === undefined ? {} : { Metadata: filled(metadata, fn.name) }),
      Properties: {
        CodeUri: codeFolderOf(fn.name),
        Handler: fillPlaceholders(language.handler, fn.name),
        Runtime: language.runtime,
        Architectures: [fn.architecture],
        MemorySize: fn.memoryMb,
        Timeout: timeoutS,
        LoggingConfig: { LogFormat: "JSON" },
        ...properties,
      },
    },
    ...resources,
  };
}

function filled(value: TemplateValue, name: string): TemplateValue {
  if (typeof value === "string") return fillPlaceholders(value, name);
  if (typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => filled(item, name));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, name)]));
}

function isList(value: readonly TemplateValue[] | TemplateMap): value is readonly TemplateValue[] {
  return Array.isArray(value);
}
