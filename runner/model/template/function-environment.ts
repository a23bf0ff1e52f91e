import { limits, variablesSource } from "../limits.ts";
import type { PropertyReader } from "./property-reader.ts";
import type { Report } from "./problem-collector.ts";
import { isReservedVariable, isVariableName } from "../reserved-variables.ts";

/** `Environment.Variables` as texts. Variables that Lambda refuses are reported and left out. */
export function readEnvironment(properties: PropertyReader, report: Report): Record<string, string> {
  const variables = properties.map("Environment", "Variables");
  const environment: Record<string, string> = {};
  let bytes = 0;
  for (const [key, { keyRange, value }] of variables?.entries ?? []) {
    if (isReservedVariable(key)) {
      report({
        code: "environment-key-reserved",
        severity: "error",
        message: `The variable ${key} is reserved: Lambda sets it itself and refuses it in a template.`,
        hint: "Rename it; here the template's value is ignored.",
        range: keyRange,
        source: variablesSource,
      });
    } else if (!isVariableName(key)) {
      report({
        code: "environment-key-invalid",
        severity: "error",
        message: `"${key}" can't be the name of a variable: Lambda wants a letter, then letters, digits and underscores, at least two characters.`,
        hint: "Rename it; here it is ignored.",
        range: keyRange,
        source: variablesSource,
      });
    } else if (value.kind !== "scalar") {
      report({
        code: "property-type",
        severity: "error",
        message: `The variable ${key} should be a text, not a ${value.kind}.`,
        hint: "Write a text, or turn the value into one with Fn::Join or Fn::ToJsonString; here it is ignored.",
        range: value.range,
      });
    } else if (value.text !== "" || !value.isUnknown) {
      // What could not be worked out at all is left out, as the problem about it says.
      environment[key] = value.text;
      bytes += Buffer.byteLength(key) + Buffer.byteLength(value.text);
    }
  }
  if (bytes > limits.environmentBytes.max) {
    report({
      code: "environment-too-large",
      severity: "error",
      message: `The variables take ${bytes} bytes; Lambda allows ${limits.environmentBytes.max} (4 KB), names and values together.`,
      hint: "Move large values to a file in the package, or to Parameter Store.",
      range: properties.rangeOf("Environment", "Variables"),
      source: limits.environmentBytes.source,
    });
  }
  return environment;
}
