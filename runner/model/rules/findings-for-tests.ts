import { parseTemplate } from "../template/template.ts";
import { checkTemplate, type TemplateContext } from "./check-template.ts";
import type { Finding, Fix } from "./finding.ts";
import { TextPlaces } from "./text-places.ts";

/** The day on which tests check templates. */
export const testDay = new Date("2026-11-25T12:00:00Z");

/** What the rules find in a template given as text. */
export function findingsIn(text: string, facts: TemplateContext["facts"] = () => undefined): Finding[] {
  return checkTemplate(parseTemplate(text, "/work/template.yaml"), text, { today: testDay, facts });
}

/** A finding in short: `line:column code`, counted from 1 as editors show them. */
export function inShort({ range: { start }, code }: Finding): string {
  return `${start.line + 1}:${start.character + 1} ${code}`;
}

/** The text after a fix. */
export function applyFix(text: string, { edits }: Fix): string {
  const places = new TextPlaces(text);
  return edits
    .map(({ range, newText }) => ({ from: places.offsetAt(range.start), to: places.offsetAt(range.end), newText }))
    .sort((one, other) => other.from - one.from)
    .reduce((changed, { from, to, newText }) => changed.slice(0, from) + newText + changed.slice(to), text);
}

/** The text after the only fix of its only finding. */
export function mended(text: string, facts?: TemplateContext["facts"]): string {
  const [finding, ...others] = findingsIn(text, facts);
  const [fix, ...more] = finding?.fixes ?? [];
  if (fix === undefined || others.length + more.length > 0)
    throw new Error(`Not one finding with one fix in:\n${text}`);
  return applyFix(text, fix);
}
