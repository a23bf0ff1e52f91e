import { visit } from "jsonc-parser";
import type { Range } from "../../../runner/model/problem.ts";
import type { MapEntry, MapNode, TemplateNode } from "../../../runner/model/template/template-node.ts";

/**
 * The map that a JSON text holds, as `parseRoot` has it, in a tenth of the time. Undefined for what is no JSON, or half
 * typed, and for an empty map.
 */
export function jsonRoot(text: string): MapNode | undefined {
  const reader = new JsonReader(text);
  try {
    return reader.read();
  } catch (error) {
    // Nested too deeply.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Container =
  | { readonly kind: "map"; readonly entries: Map<string, MapEntry>; readonly range: MutableRange }
  | { readonly kind: "list"; readonly items: TemplateNode[]; readonly range: MutableRange };

/** Its end is known when the container ends. */
interface MutableRange extends Range {
  end: Range["end"];
}

class JsonReader {
  readonly #text: string;
  readonly #open: Container[] = [];
  /** Of each open map: the key whose value comes next. */
  readonly #keys: { readonly name: string; readonly range: Range }[] = [];
  #root: TemplateNode | undefined;
  #isBroken = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(): MapNode | undefined {
    const isWanted = (): boolean => !this.#isBroken;
    visit(
      this.#text,
      {
        onObjectBegin: (_offset, length, line, character) => {
          this.#begin({ kind: "map", entries: new Map(), range: rangeOf(line, character, length) });
          return isWanted();
        },
        onObjectProperty: (name, _offset, length, line, character) => {
          this.#keys.push({ name, range: rangeOf(line, character, length) });
        },
        onObjectEnd: (_offset, length, line, character) => this.#end(line, character + length),
        onArrayBegin: (_offset, length, line, character) => {
          this.#begin({ kind: "list", items: [], range: rangeOf(line, character, length) });
          return isWanted();
        },
        onArrayEnd: (_offset, length, line, character) => this.#end(line, character + length),
        onLiteralValue: (value: unknown, offset, length, line, character) => {
          const range = rangeOf(line, character, length);
          if (typeof value === "string") this.#add({ kind: "scalar", value, text: value, range });
          else if (typeof value === "number" || typeof value === "boolean") {
            this.#add({ kind: "scalar", value, text: this.#text.slice(offset, offset + length), range });
          } else this.#add({ kind: "scalar", value: null, text: "", range });
        },
        onError: () => {
          this.#isBroken = true;
        },
      },
      { disallowComments: true, allowTrailingComma: true },
    );
    const root = this.#root;
    return !this.#isBroken && root?.kind === "map" && root.entries.size > 0 ? root : undefined;
  }

  #begin(container: Container): void {
    this.#add(container);
    this.#open.push(container);
  }

  #end(line: number, character: number): void {
    const container = this.#open.pop();
    if (container) container.range.end = { line, character };
  }

  #add(node: TemplateNode): void {
    const into = this.#open.at(-1);
    if (into === undefined) this.#root = node;
    else if (into.kind === "list") into.items.push(node);
    else {
      const key = this.#keys.pop();
      // Of keys that stand twice the first one counts.
      if (key && !into.entries.has(key.name)) into.entries.set(key.name, { keyRange: key.range, value: node });
    }
  }
}

function rangeOf(line: number, character: number, length: number): MutableRange {
  return { start: { line, character }, end: { line, character: character + length } };
}
