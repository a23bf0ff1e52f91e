import type { Severity } from "../../runner/model/problem.ts";
import { readTrafficSettings, type TrafficSettings } from "../../runner/model/estimate/traffic.ts";

/** What people set about estimates and rules. Names are those under `pilotlight.`. */
export interface EstimateSettings {
  readonly "estimates.lens": boolean;
  readonly "estimates.importCosts": boolean;
  /** In ms: cheaper imports are not told. */
  readonly "estimates.importThreshold": number;
  readonly "estimates.templateHints": boolean;
  readonly "estimates.hovers": boolean;
  readonly traffic: TrafficSettings;
  /** By code of the rule: what is not in it has the rule's own severity. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** Values of templates' parameters; also one of a runner's settings. */
  readonly parameterOverrides: Readonly<Record<string, string>>;
  /** Empty where nobody set one; also one of a runner's settings. */
  readonly region: string;
}

const readers: { readonly [Name in keyof EstimateSettings]: (value: unknown) => EstimateSettings[Name] } = {
  "estimates.lens": isNotOff,
  "estimates.importCosts": isNotOff,
  "estimates.importThreshold": (value) => (typeof value === "number" && value >= 0 ? value : 20),
  "estimates.templateHints": isNotOff,
  "estimates.hovers": isNotOff,
  traffic: readTrafficSettings,
  rules: (value) => tableOf(value, (each) => severities.find((severity) => severity === each)),
  parameterOverrides: (value) => tableOf(value, (each) => (typeof each === "string" ? each : undefined)),
  region: (value) => (typeof value === "string" ? value.trim() : ""),
};

const severities = ["error", "warning", "info", "off"] as const;

export const estimateSettingNames = Object.keys(readers) as readonly (keyof EstimateSettings)[];

/**
 * Reads the section `pilotlight` as clients send it: nested, or with dots in the names. Settings files can hold
 * anything: what is of the wrong type counts as not set.
 */
export function readEstimateSettings(section: unknown): EstimateSettings {
  const entries = estimateSettingNames.map((name) => [name, readers[name](valueAt(section, name))] as const);
  return Object.fromEntries(entries) as unknown as EstimateSettings;
}

function valueAt(section: unknown, name: string): unknown {
  const table = asTable(section);
  if (name in table) return table[name];
  const [first = "", ...rest] = name.split(".");
  return rest.length === 0 ? undefined : valueAt(table[first], rest.join("."));
}

function isNotOff(value: unknown): boolean {
  return value !== false;
}

function tableOf<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  const entries = Object.entries(asTable(value)).flatMap(([name, each]) => {
    const known = read(each);
    return known === undefined ? [] : [[name, known] as const];
  });
  return Object.fromEntries(entries);
}

function asTable(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
