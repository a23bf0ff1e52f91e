import { templateFunctions, type TemplateFunction, type TemplateValues } from "./template-function.ts";
import { TemplateReader, type TemplateReading } from "./template-reader.ts";

/** A template as editors show things in it. */
export interface TemplateView {
  readonly reading: TemplateReading;
  /** Those that can be read now. */
  readonly functions: readonly TemplateFunction[];
  /** What lenses stand above, in the order of the text: also of functions that are being written, as they last were. */
  readonly placed: readonly PlacedFunction[];
}

export interface PlacedFunction {
  readonly fn: TemplateFunction;
  /** Zero-based line of its key. */
  readonly line: number;
}

/** One open template: read at most once a version and set of values. */
export class TemplateDocument {
  readonly #reader: TemplateReader;
  readonly #last = new Map<string, TemplateFunction>();
  #reading: { readonly version: number; readonly reading: TemplateReading } | undefined;
  #view: { readonly reading: TemplateReading; readonly values: string; readonly view: TemplateView } | undefined;

  /** @param file absolute path */
  constructor(file: string) {
    this.#reader = new TemplateReader(file);
  }

  view(document: { readonly version: number; getText(): string }, values: TemplateValues): TemplateView {
    if (this.#reading?.version !== document.version) {
      this.#reading = { version: document.version, reading: this.#reader.read(document.getText()) };
    }
    const { reading } = this.#reading;
    const key = JSON.stringify(values);
    if (this.#view?.reading !== reading || this.#view.values !== key) {
      this.#view = { reading, values: key, view: this.#makeView(reading, values) };
    }
    return this.#view.view;
  }

  #makeView(reading: TemplateReading, values: TemplateValues): TemplateView {
    const functions = templateFunctions(reading, values);
    if (reading.isWhole) this.#last.clear();
    for (const fn of functions) this.#last.set(fn.logicalId, fn);
    const beingWritten = reading.unreadable.flatMap(({ logicalId, line }) => {
      const fn = this.#last.get(logicalId);
      return fn === undefined ? [] : [{ fn, line }];
    });
    const placed = [...functions.map((fn) => ({ fn, line: fn.resource.keyRange.start.line })), ...beingWritten];
    return { reading, functions, placed: placed.sort((one, other) => one.line - other.line) };
  }
}
