import { defaultTraffic, type Traffic } from "./estimate-input.ts";

/** How often functions are called: for all that have no entry of their own, and of single ones by name. */
export interface TrafficSettings extends Partial<Traffic> {
  readonly functions: Readonly<Record<string, Partial<Traffic>>>;
}

export const noTraffic: TrafficSettings = { functions: {} };

/** The file beside a template that says how often its functions are called. */
export const trafficFileName = "pilotlight-traffic.json";

/** Reads the setting, or a file's content: what is no number of calls, or no share, counts as not written. */
export function readTrafficSettings(value: unknown): TrafficSettings {
  const functions = Object.entries(asTable(asTable(value)["functions"])).map(([name, each]) => [name, partOf(each)]);
  return { ...partOf(value), functions: Object.fromEntries(functions) as Record<string, Partial<Traffic>> };
}

/**
 * Calls of one function. A file beside its template is nearer than the settings, and an entry of the function's own
 * nearer than one for all.
 *
 * @param names what the function is called: its name and its logical id
 */
export function trafficOf(names: readonly string[], settings: TrafficSettings, file: TrafficSettings): Traffic {
  const own = [file, settings].flatMap(({ functions }) => names.flatMap((name) => functions[name] ?? []));
  const ordered = [...own, file, settings, defaultTraffic];
  const first = (key: keyof Traffic): number => ordered.find((each) => each[key] !== undefined)?.[key] ?? 0;
  return { callsPerMonth: first("callsPerMonth"), coldShare: first("coldShare") };
}

/** As a percentage, with two digits at most: `0.2 %` of 0.002. */
export function coldShareText(coldShare: number): string {
  return `${Number((coldShare * 100).toPrecision(2))} %`;
}

function partOf(value: unknown): Partial<Traffic> {
  const { callsPerMonth, coldShare } = asTable(value);
  return {
    ...(isBetween(callsPerMonth, 0, 1e13) ? { callsPerMonth } : {}),
    ...(isBetween(coldShare, 0, 1) ? { coldShare } : {}),
  };
}

function isBetween(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}

function asTable(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
