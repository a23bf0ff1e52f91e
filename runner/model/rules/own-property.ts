import type { CheckedFunction } from "./checked-template.ts";
import type { Fix } from "./finding.ts";
import { insertEntry, replaceValue, type NewValue } from "./template-edits.ts";
import type { TextPlaces } from "./text-places.ts";
import { fixes } from "./template-rule.ts";

/** Sets a number among a function's own properties, which win over `Globals`. None where something else gives the value. */
export function setOwn(
  places: TextPlaces,
  fn: CheckedFunction,
  property: string,
  value: number,
  { unit = "", isPreferred = true }: { readonly unit?: string; readonly isPreferred?: boolean } = {},
): readonly Fix[] {
  const own = fn.own(property);
  const edit = own === undefined ? addOwn(places, fn, property, value) : replaceValue(places, own, value);
  return fixes(`Set ${property} to ${value}${unit}`, edit, isPreferred);
}

/** The edit that adds a property to a function. */
export function addOwn(places: TextPlaces, fn: CheckedFunction, property: string, value: NewValue) {
  const { properties } = fn.resource;
  return properties?.kind === "map" ? insertEntry(places, properties, property, value) : undefined;
}
