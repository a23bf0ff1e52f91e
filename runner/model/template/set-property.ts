import { isMap, isScalar, parseDocument, type Pair, type Scalar, type YAMLMap } from "yaml";
import { Failure } from "../failure.ts";

/** Offsets in a text, and what comes there instead. */
export interface TextReplacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Sets a number among a function's own properties; everything else of the template, YAML or JSON, stays as it is.
 * What is written wins over a value from `Globals`.
 *
 * @throws Failure `template-unusable` where the property is not a plain number, or the function's entry can't be found
 */
export function setProperty(template: string, logicalId: string, property: string, value: number): TextReplacement {
  const document = parseDocument(template, { logLevel: "silent", customTags: [] });
  const properties = document.getIn(["Resources", logicalId, "Properties"], true);
  if (!isMap(properties)) {
    const message = `The template has no Properties for ${logicalId}. Write ${property}: ${value} into its entry yourself.`;
    throw new Failure("template-unusable", message);
  }
  const pair = properties.items.find(({ key }) => isScalar(key) && key.value === property);
  return pair ? replaceValue(pair, property) : insertFirst(properties, template, property);

  function replaceValue({ value: old }: Pair, name: string): TextReplacement {
    if (!isScalar(old) || typeof old.value !== "number" || !old.range) {
      const message = `${name} of ${logicalId} is not a plain number but comes from elsewhere. Change it there, or in the entry.`;
      throw new Failure("template-unusable", message);
    }
    return { start: old.range[0], end: old.range[1], text: String(value) };
  }

  function insertFirst(map: YAMLMap, text: string, name: string): TextReplacement {
    const first = map.items[0]?.key as Scalar | undefined;
    if (!first?.range) {
      // `{}`: the place right after the brace.
      const at = (map.range?.[0] ?? 0) + 1;
      return { start: at, end: at, text: ` ${JSON.stringify(name)}: ${value} ` };
    }
    const at = first.range[0];
    const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
    const isAlone = before.trim() === "";
    const key = text.startsWith('"', at) ? JSON.stringify(name) : name;
    const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
    const comma = map.flow === true ? "," : "";
    return { start: at, end: at, text: `${key}: ${value}${comma}${isAlone ? lineEnd + before : " "}` };
  }
}
