import type { Range } from "../../../runner/model/problem.ts";
import { parseRoot } from "../../../runner/model/template/parse-root.ts";
import type { ProblemDraft } from "../../../runner/model/template/problem-collector.ts";
import type { MapEntry, MapNode, TemplateNode } from "../../../runner/model/template/template-node.ts";
import { shiftedNode, shiftedRange } from "./shifted-node.ts";
import type { TemplatePart, TemplateParts } from "./template-parts.ts";

/** A part of a template with what was read of it, where it stands. */
export interface ReadPart extends TemplatePart {
  /** Undefined when there is nothing in it, or when it can't be read. */
  readonly root: MapNode | undefined;
  readonly problems: readonly ProblemDraft[];
}

/** All parts, in the order of the text. */
export interface ReadParts {
  readonly head: ReadPart;
  readonly resources: readonly ReadPart[];
  readonly tail: ReadPart;
}

/** Reads what has changed: as a rule all parts but one are as they were. */
export function readParts({ head, resources, tail }: TemplateParts, before: ReadParts): ReadParts {
  return {
    head: readPart(head, before.head),
    resources: readChanged(resources, before.resources),
    tail: readPart(tail, before.tail),
  };
}

/**
 * The parts of what was read in one go, which takes less time than to read them one by one. Undefined where one of them
 * needs another: an alias brings in what stands elsewhere.
 */
export function partsOfRoot(
  root: MapNode,
  problems: readonly ProblemDraft[],
  { head, resourcesLine, resources, tail }: TemplateParts,
): ReadParts | undefined {
  const section = root.entries.get("Resources")?.value;
  const all = [head, ...resources, tail];
  const sections = [...root.entries].filter(([key]) => key !== "Resources");
  const entries = section?.kind === "map" ? [...section.entries] : [];
  const byLine = new Map(entries.map((entry) => [entry[1].keyRange.start.line, entry]));
  const read = all.map((part, index): ReadPart | undefined => {
    const end = all[index + 1]?.line ?? Infinity;
    const isWithin = ({ start }: Range): boolean => start.line >= part.line && start.line < end;
    const own =
      part === head || part === tail
        ? sections.filter(([, { keyRange }]) => isWithin(keyRange))
        : [byLine.get(part.line)].filter((entry) => entry !== undefined);
    const isWhole = own.every(([, { keyRange, value }]) => isWithin(keyRange) && standsWithin(value, isWithin));
    return isWhole
      ? { ...part, root: mapOf(own), problems: problems.filter(({ range }) => isWithin(range)) }
      : undefined;
  });
  const complete = read.filter((part) => part !== undefined);
  const [first, ...rest] = complete;
  const last = rest.pop();
  const isComplete = complete.length === all.length && entries.length === resources.length;
  const isSplit = first && last && isComplete && sections.length + 1 === root.entries.size && resourcesLine >= 0;
  return isSplit ? { head: first, resources: rest, tail: last } : undefined;
}

/** A part that is empty is read, and holds nothing. */
export function isReadable({ root, problems }: ReadPart): boolean {
  return root !== undefined || problems.length === 0;
}

/** What can be read and is invalid all the same is an alias without its anchor. */
export function needsAnother({ root, problems }: ReadPart): boolean {
  return root !== undefined && problems.some(({ code }) => code === "yaml-invalid");
}

function readChanged(parts: readonly TemplatePart[], before: readonly ReadPart[]): ReadPart[] {
  const shorter = Math.min(parts.length, before.length);
  let same = 0;
  while (same < shorter && parts[same]?.text === before[same]?.text) same++;
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && parts.at(-1 - sameAtEnd)?.text === before.at(-1 - sameAtEnd)?.text) sameAtEnd++;
  return parts.map((part, index) => {
    const fromEnd = parts.length - index;
    const last = index < same ? before[index] : fromEnd <= sameAtEnd ? before.at(-fromEnd) : undefined;
    return readPart(part, last);
  });
}

function readPart({ text, line }: TemplatePart, before: ReadPart | undefined): ReadPart {
  const down = line - (before?.line ?? 0);
  if (before?.text === text) return down === 0 ? before : { ...before, line, ...shifted(before, down) };
  const problems: ProblemDraft[] = [];
  const isEmpty = !/^\s*[^\s#]/m.test(text.replace(/^---.*$/m, ""));
  const root = isEmpty ? undefined : parseRoot(text, (problem) => problems.push(problem));
  return { text, line, ...shifted({ root, problems }, line) };
}

function shifted({ root, problems }: Pick<ReadPart, "root" | "problems">, lines: number) {
  return {
    root: root && shiftedNode(root, lines),
    problems: problems.map((each) => ({ ...each, range: shiftedRange(each.range, lines) })),
  };
}

function standsWithin(node: TemplateNode, isWithin: (range: Range) => boolean): boolean {
  if (!isWithin(node.range)) return false;
  if (node.kind === "list") return node.items.every((item) => standsWithin(item, isWithin));
  return (
    node.kind === "scalar" ||
    [...node.entries.values()].every(({ keyRange, value }) => isWithin(keyRange) && standsWithin(value, isWithin))
  );
}

export function mapOf(entries: Iterable<readonly [string, MapEntry]>): MapNode {
  const all = new Map(entries);
  const first = [...all.values()];
  const start = first[0]?.keyRange.start ?? { line: 0, character: 0 };
  return { kind: "map", entries: all, range: { start, end: first.at(-1)?.value.range.end ?? start } };
}
