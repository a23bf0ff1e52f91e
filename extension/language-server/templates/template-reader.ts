import type { Range } from "../../../runner/model/problem.ts";
import { parseRoot } from "../../../runner/model/template/parse-root.ts";
import { ProblemCollector, type ProblemDraft } from "../../../runner/model/template/problem-collector.ts";
import type { MapEntry, MapNode } from "../../../runner/model/template/template-node.ts";
import { parseTemplate, templateOf, type ParsedTemplate } from "../../../runner/model/template/template.ts";
import { shiftedNode, shiftedRange } from "./shifted-node.ts";
import { templateParts, type TemplatePart, type TemplateParts } from "./template-parts.ts";

/** A template as far as it can be read while somebody types in it. */
export interface TemplateReading {
  /** What can be read. All of its places are right. */
  readonly template: ParsedTemplate;
  /** Nothing was left out. */
  readonly isWhole: boolean;
  /** Resources that are being written: where their keys stand, with what they are not known. */
  readonly unreadable: readonly UnreadableResource[];
  /** Zero-based line of the key `Resources`; undefined where none is seen. */
  readonly resourcesLine: number | undefined;
  /** `Globals` when those of the text can't be read: as they last were. Their places are of that time. */
  readonly lastGlobals: MapEntry | undefined;
}

export interface UnreadableResource {
  readonly logicalId: string;
  /** Zero-based. */
  readonly line: number;
}

/** A part with what was read of it, as if it began on line 0. */
interface ReadPart {
  readonly text: string;
  /** Undefined when it can't be read. */
  readonly root: MapNode | undefined;
  readonly problems: readonly ProblemDraft[];
  /** The same where it stands. */
  readonly placed: { readonly line: number; readonly root: MapNode | undefined };
}

const emptyPart: ReadPart = { text: "\n", root: undefined, problems: [], placed: { line: 0, root: undefined } };

/** Reads one template again and again, each time only what has changed since the last time. */
export class TemplateReader {
  readonly #file: string;
  #resources: readonly ReadPart[] = [];
  #head = emptyPart;
  #tail = emptyPart;
  #lastGlobals: MapEntry | undefined;
  #lastIds: readonly string[] = [];

  /** @param file absolute path of the template */
  constructor(file: string) {
    this.#file = file;
  }

  read(text: string): TemplateReading {
    const parts = templateParts(text);
    const reading = (parts && this.#readParts(parts)) ?? this.#readAll(text);
    const globals = reading.template.root?.entries.get("Globals");
    if (reading.lastGlobals === undefined) this.#lastGlobals = globals;
    this.#lastIds = [...reading.template.resources.keys(), ...reading.unreadable.map(({ logicalId }) => logicalId)];
    return reading;
  }

  /** Undefined where a part needs another one: an alias of an anchor that stands elsewhere. */
  #readParts({ head, resourcesLine, resources, tail }: TemplateParts): TemplateReading | undefined {
    this.#head = readPart(head, this.#head);
    this.#tail = readPart(tail, this.#tail);
    this.#resources = readChanged(resources, this.#resources);
    const all = [this.#head, ...this.#resources, this.#tail];
    if (all.some(needsAnother)) return undefined;

    const collector = new ProblemCollector(this.#file);
    const entries = new Map<string, MapEntry>();
    const unreadable: UnreadableResource[] = [];
    for (const { text, placed } of this.#resources) {
      const [entry, ...more] = placed.root?.entries ?? [];
      if (entry !== undefined && more.length === 0) {
        if (!entries.has(entry[0])) entries.set(...entry);
        continue;
      }
      const logicalId = keyOf(text);
      if (logicalId !== undefined) unreadable.push({ logicalId, line: placed.line });
    }
    const sections = new Map<string, MapEntry>(this.#head.placed.root?.entries);
    sections.set("Resources", { keyRange: rangeOfKey(resourcesLine), value: mapOf(entries) });
    for (const [key, entry] of this.#tail.placed.root?.entries ?? []) if (!sections.has(key)) sections.set(key, entry);
    for (const { problems, placed } of all) {
      for (const each of problems) collector.report({ ...each, range: shiftedRange(each.range, placed.line) });
    }
    const isHeadRead = isReadable(this.#head);
    return {
      template: templateOf(this.#file, mapOf(sections), collector),
      isWhole: all.every(isReadable) && entries.size === this.#resources.length,
      unreadable: unreadable.filter(({ logicalId }) => !entries.has(logicalId)),
      resourcesLine,
      lastGlobals: isHeadRead ? undefined : this.#lastGlobals,
    };
  }

  #readAll(text: string): TemplateReading {
    const template = parseTemplate(text, this.#file);
    if (template.root) {
      const resourcesLine = template.root.entries.get("Resources")?.keyRange.start.line;
      return { template, isWhole: true, unreadable: [], resourcesLine, lastGlobals: undefined };
    }
    const linesByKey = Map.groupBy(text.split("\n").entries(), ([, line]) => keyOf(line));
    const only = (key: string): number | undefined => {
      const [first, ...others] = linesByKey.get(key) ?? [];
      return others.length > 0 ? undefined : first?.[0];
    };
    const unreadable = this.#lastIds.flatMap((logicalId) => {
      const line = only(logicalId);
      return line === undefined ? [] : [{ logicalId, line }];
    });
    return { template, isWhole: false, unreadable, resourcesLine: only("Resources"), lastGlobals: this.#lastGlobals };
  }
}

/** Parts that are as they were are not read again: as a rule all but one. */
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
  if (before?.text === text) {
    return before.placed.line === line ? before : { ...before, placed: { line, root: placed(before.root, line) } };
  }
  const problems: ProblemDraft[] = [];
  const isEmpty = !/^\s*[^\s#]/m.test(text.replace(/^---.*$/m, ""));
  const root = isEmpty ? undefined : parseRoot(text, (problem) => problems.push(problem));
  return { text, root, problems, placed: { line, root: placed(root, line) } };
}

function placed(root: MapNode | undefined, line: number): MapNode | undefined {
  return root && shiftedNode(root, line);
}

/** An empty part is read, and holds nothing. */
function isReadable({ root, problems }: ReadPart): boolean {
  return root !== undefined || problems.length === 0;
}

/** What can be read and is invalid all the same is an alias without its anchor. */
function needsAnother({ root, problems }: ReadPart): boolean {
  return root !== undefined && problems.some(({ code }) => code === "yaml-invalid");
}

/** The key that a line begins with. */
function keyOf(line: string): string | undefined {
  const [, double, single, plain] = /^\s*(?:"([^"]+)"|'([^']+)'|([^\s:#'"{[]+))\s*:/.exec(line) ?? [];
  return double ?? single ?? plain;
}

function mapOf(entries: ReadonlyMap<string, MapEntry>): MapNode {
  const all = [...entries.values()];
  const start = all[0]?.keyRange.start ?? { line: 0, character: 0 };
  return { kind: "map", entries, range: { start, end: all.at(-1)?.value.range.end ?? start } };
}

function rangeOfKey(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: "Resources".length } };
}
