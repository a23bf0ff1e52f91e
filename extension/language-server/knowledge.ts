import type { Calibration, CodeFacts } from "../../runner/model/estimate/estimate-input.ts";
import type { ImportCost } from "../../runner/model/estimate/import-cost.ts";
import type { Run } from "../../runner/model/estimate/run.ts";
import type {
  CalibrationsParams,
  CodeParams,
  FunctionsParams,
  ImportsParams,
  KnownFunction,
  RunsParams,
} from "./protocol.ts";

/** A function with all that was told of it. */
export interface KnownFacts {
  readonly folder: string;
  readonly region: string;
  readonly fn: KnownFunction;
  readonly runs: readonly Run[];
  readonly code: CodeFacts | undefined;
  readonly imports: readonly ImportCost[];
}

const noRuns: readonly Run[] = [];
const noImports: readonly ImportCost[] = [];

/** What clients have told of projects. What is told early, before its function is, waits for it. */
export class Knowledge {
  readonly #folders = new Map<string, FunctionsParams>();
  readonly #runs = new Map<string, readonly Run[]>();
  readonly #code = new Map<string, CodeFacts>();
  readonly #imports = new Map<string, readonly ImportCost[]>();
  #calibrations: readonly Calibration[] = [];
  readonly #onChange: () => void;
  #revision = 0;

  /** @param onChange called after each thing that was told */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Another one after each thing that was told. */
  get revision(): number {
    return this.#revision;
  }

  setFunctions(params: FunctionsParams): void {
    this.#folders.set(params.folder, params);
    this.#changed();
  }

  setRuns({ folder, functionName, runs }: RunsParams): void {
    this.#runs.set(key(folder, functionName), runs);
    this.#changed();
  }

  setCalibrations({ calibrations }: CalibrationsParams): void {
    this.#calibrations = calibrations;
    this.#changed();
  }

  setImports({ folder, functionName, imports }: ImportsParams): void {
    this.#imports.set(key(folder, functionName), imports);
    this.#changed();
  }

  setCode({ folder, functionName, code }: CodeParams): void {
    this.#code.set(key(folder, functionName), code);
    this.#changed();
  }

  /** Functions whose handler is in a file, in the order of their project. Inline code belongs to its template. */
  handledIn(file: string): KnownFacts[] {
    return this.#all(({ handlerFile, template }) => handlerFile === file && template !== file);
  }

  /** Functions that a template declares. */
  declaredIn(template: string): KnownFacts[] {
    return this.#all((fn) => fn.template === template);
  }

  /** What any function's imports cost in a file: of several that import it, the one that was told last. */
  importsIn(file: string): ImportCost[] {
    return [...this.#imports.values()].flat().filter((each) => each.file === file);
  }

  /** Region of the folder that a file is in; undefined where nothing was told of it. */
  regionOf(file: string): string | undefined {
    const folders = [...this.#folders.values()].filter(({ folder }) => /^[\\/]/.test(file.slice(folder.length)));
    return folders.filter(({ folder }) => file.startsWith(folder)).sort(longestFirst)[0]?.region;
  }

  calibration(runtime: string | null, engine: Run["engine"]): Calibration | undefined {
    return this.#calibrations.find((each) => each.runtime === runtime && each.engine === engine);
  }

  #changed(): void {
    this.#revision++;
    this.#onChange();
  }

  #all(isWanted: (fn: KnownFunction) => boolean): KnownFacts[] {
    return [...this.#folders.values()].flatMap(({ folder, region, functions }) =>
      functions.filter(isWanted).map((fn) => {
        const name = key(folder, fn.name);
        const runs = this.#runs.get(name) ?? noRuns;
        return { folder, region, fn, runs, code: this.#code.get(name), imports: this.#imports.get(name) ?? noImports };
      }),
    );
  }
}

function key(folder: string, functionName: string): string {
  return `${folder}\0${functionName}`;
}

function longestFirst(one: FunctionsParams, other: FunctionsParams): number {
  return other.folder.length - one.folder.length;
}
