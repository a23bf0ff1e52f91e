import type { SourceProperties } from "./sample-event.ts";

/** A property that is a text and not empty. */
export function textIn(properties: SourceProperties, key: string): string | undefined {
  const value = properties[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The texts of a property that is a text or a list of them. */
export function textsIn(properties: SourceProperties, key: string): string[] {
  const value = properties[key];
  return (Array.isArray(value) ? (value as unknown[]) : [value]).filter((text) => typeof text === "string");
}

/** A property that is a map; empty when it is none. */
export function mapIn(properties: SourceProperties, key: string): SourceProperties {
  return asMap(properties[key]) ?? {};
}

export function asMap(value: unknown): SourceProperties | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as SourceProperties) : undefined;
}

/** An ARN as it stands, and of a bare name the ARN that it has in this place. */
export function arnOf(value: string, ofName: (name: string) => string): string {
  return value.startsWith("arn:") ? value : ofName(value);
}

/** The last part of an ARN, or of a name the name: `orders` of `arn:aws:sqs:us-east-1:123456789012:orders`. */
export function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1) ?? arn;
}

/** The records of a batch: two, to show that there may be several, unless `BatchSize` allows one only. */
export function batchOf<T>(properties: SourceProperties, record: (index: number) => T): T[] {
  return Number(properties["BatchSize"] ?? 2) === 1 ? [record(0)] : [record(0), record(1)];
}
