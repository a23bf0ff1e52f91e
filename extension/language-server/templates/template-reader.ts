import type { Range } from "../../../runner/model/problem.ts";
import { parseRoot } from "../../../runner/model/template/parse-root.ts";
import { ProblemCollector, type ProblemDraft } from "../../../runner/model/template/problem-collector.ts";
import type { MapEntry, MapNode } from "../../../runner/model/template/template-node.ts";
import { templateOf, type ParsedTemplate } from "../../../runner/model/template/template.ts";
import { jsonRoot } from "./json-root.ts";
import { unchangedPart } from "./unchanged-part.ts";
import { isReadable, mapOf, needsAnother, partsOfRoot, readParts, type ReadParts } from "./read-part.ts";
import { templateParts, type TemplateParts } from "./template-parts.ts";

/** A template as far as it can be read while somebody types in it. */
export interface TemplateReading {
  /** What can be read. All of its places are right. */
  readonly template: ParsedTemplate;
  /** Nothing was left out. */
  readonly isWhole: boolean;
  /** Resources that are being written: where their keys stand. */
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

/** Reads one template again and again, each time only what has changed since the last time. */
export class TemplateReader {
  readonly #file: string;
  /** Undefined before the first time, and for what can't be read in parts. */
  #parts: ReadParts | undefined;
  /** The last JSON that could be read. */
  #lastJson: { readonly text: string; readonly root: MapNode } | undefined;
  #lastGlobals: MapEntry | undefined;
  #lastIds: readonly string[] = [];

  /** @param file absolute path of the template */
  constructor(file: string) {
    this.#file = file;
  }

  read(text: string): TemplateReading {
    const reading = this.#read(text);
    if (reading.lastGlobals === undefined) this.#lastGlobals = reading.template.root?.entries.get("Globals");
    this.#lastIds = [...reading.template.resources.keys(), ...reading.unreadable.map(({ logicalId }) => logicalId)];
    return reading;
  }

  #read(text: string): TemplateReading {
    if (/^\s*\{/.test(text)) {
      const root = jsonRoot(text);
      if (root) {
        this.#lastJson = { text, root };
        return this.#whole(root, []);
      }
      // Elsewhere it may be YAML in braces.
      if (this.#file.endsWith(".json")) return this.#partly(text);
    }
    const parts = templateParts(text);
    if (parts && this.#parts) {
      const read = readParts(parts, this.#parts);
      if (![read.head, ...read.resources, read.tail].some(needsAnother)) return this.#joined(read, parts);
    }
    const problems: ProblemDraft[] = [];
    const root = parseRoot(text, (problem) => problems.push(problem));
    if (root) {
      this.#parts = parts && partsOfRoot(root, problems, parts);
      return this.#whole(root, problems);
    }
    if (!parts) return this.#unreadable(text, problems);
    return this.#joined(readParts(parts, nothingRead), parts);
  }

  #whole(root: MapNode, problems: readonly ProblemDraft[]): TemplateReading {
    const resourcesLine = root.entries.get("Resources")?.keyRange.start.line;
    const template = this.#template(root, problems);
    return { template, isWhole: true, unreadable: [], resourcesLine, lastGlobals: undefined };
  }

  #joined(read: ReadParts, { resourcesLine }: TemplateParts): TemplateReading {
    this.#parts = read;
    const { head, resources, tail } = read;
    const entries = new Map<string, MapEntry>();
    const unreadable: UnreadableResource[] = [];
    for (const { text, line, root } of resources) {
      const [entry, ...more] = root?.entries ?? [];
      if (entry !== undefined && more.length === 0) {
        if (!entries.has(entry[0])) entries.set(...entry);
        continue;
      }
      const logicalId = keyOf(text);
      if (logicalId !== undefined) unreadable.push({ logicalId, line });
    }
    const section = { keyRange: rangeOfKey(resourcesLine), value: mapOf(entries) };
    const sections = new Map<string, MapEntry>([
      ...(tail.root?.entries ?? []),
      ["Resources", section],
      ...(head.root?.entries ?? []),
    ]);
    const all = [head, ...resources, tail];
    return {
      template: this.#template(
        mapOf(sections),
        all.flatMap(({ problems }) => problems),
      ),
      isWhole: all.every(isReadable) && entries.size === resources.length,
      unreadable: unreadable.filter(({ logicalId }) => !entries.has(logicalId)),
      resourcesLine,
      lastGlobals: isReadable(head) ? undefined : this.#lastGlobals,
    };
  }

  /** JSON that is half typed: what is not being typed in is as it was. */
  #partly(text: string): TemplateReading {
    const reading = this.#unreadable(text, []);
    if (!this.#lastJson) return reading;
    const { root } = this.#lastJson;
    const kept = unchangedPart(root, this.#lastJson.text, text);
    const template = this.#template(kept, []);
    return {
      ...reading,
      template,
      unreadable: reading.unreadable.filter(({ logicalId }) => !template.resources.has(logicalId)),
      lastGlobals: kept.entries.has("Globals") ? undefined : root.entries.get("Globals"),
    };
  }

  /** Of what can't be read at all, keys are looked for that were there before. */
  #unreadable(text: string, problems: readonly ProblemDraft[]): TemplateReading {
    const linesByKey = Map.groupBy(text.split("\n").entries(), ([, line]) => keyOf(line));
    const only = (key: string): number | undefined => {
      const [first, ...others] = linesByKey.get(key) ?? [];
      return others.length > 0 ? undefined : first?.[0];
    };
    const unreadable = this.#lastIds.flatMap((logicalId) => {
      const line = only(logicalId);
      return line === undefined ? [] : [{ logicalId, line }];
    });
    return {
      template: this.#template(undefined, problems),
      isWhole: false,
      unreadable,
      resourcesLine: only("Resources"),
      lastGlobals: this.#lastGlobals,
    };
  }

  #template(root: MapNode | undefined, problems: readonly ProblemDraft[]): ParsedTemplate {
    const collector = new ProblemCollector(this.#file);
    for (const problem of problems) collector.report(problem);
    return templateOf(this.#file, root, collector);
  }
}

const nothing = { text: "", line: 0, root: undefined, problems: [] };
const nothingRead: ReadParts = { head: nothing, resources: [], tail: nothing };

/** The key that a line begins with. */
function keyOf(line: string): string | undefined {
  const [, double, single, plain] = /^\s*(?:"([^"]+)"|'([^']+)'|([^\s:#'"{[]+))\s*:/.exec(line) ?? [];
  return double ?? single ?? plain;
}

function rangeOfKey(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: "Resources".length } };
}
