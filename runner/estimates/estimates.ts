import type { RunnerEvent } from "../control/protocol.ts";
import type { Prepared } from "../environment/preparer.ts";
import type { Host } from "../host.ts";
import type { Calibration, CodeFacts } from "../model/estimate/estimate-input.ts";
import type { ImportCost } from "../model/estimate/import-cost.ts";
import type { LambdaFunction } from "../model/function.ts";
import { BorrowedEsbuilds } from "./borrowed-esbuilds.ts";
import { calibrationFolder } from "./calibration-files.ts";
import { Calibrations } from "./calibrations.ts";
import { codeFacts } from "./code-facts.ts";
import { FolderContents } from "./folder-contents.ts";
import { ImportCosts } from "./import-costs.ts";
import { QuietWork } from "./quiet-work.ts";
import { sourceFacts } from "./source-facts.ts";

export interface EstimatesOptions {
  readonly host: Host;
  readonly region: string;
  /** Of this process's own; created when missing, removed by whoever removes all such folders. */
  readonly folder: string;
  /** Whether anything may be run to measure it. */
  readonly mayMeasure: boolean;
  readonly functions: () => readonly LambdaFunction[];
  /** What a function's environments start from now; undefined before its first build. */
  readonly current: (functionName: string) => Prepared | undefined;
  /** Somebody is being served, or about to. */
  readonly isBusy: () => boolean;
  /** There is something new to ask for about this function. */
  readonly onNews: (functionName: string) => void;
  readonly onBug: (error: unknown) => void;
}

interface Facts {
  readonly id: string;
  readonly facts: Promise<CodeFacts | undefined>;
}

/**
 * What this machine tells of functions besides their calls: what estimates are made from. Nothing is done before somebody
 * asks, and what takes time only while nobody is served.
 */
export class Estimates {
  readonly #options: EstimatesOptions;
  readonly #esbuilds = new BorrowedEsbuilds();
  readonly #contents = new FolderContents();
  readonly #importCosts: ImportCosts;
  readonly #calibrations: Calibrations;
  readonly #work: QuietWork;
  /** By name of the function. */
  readonly #facts = new Map<string, Facts>();
  /** By name of the function: the build that was looked at last. */
  readonly #looked = new Map<string, string>();
  #isWanted = false;

  constructor(options: EstimatesOptions) {
    const { host, region, folder, isBusy, onBug } = options;
    this.#options = options;
    this.#importCosts = new ImportCosts({ host, region, folder, esbuilds: this.#esbuilds, contents: this.#contents });
    this.#calibrations = new Calibrations({ region, folder, cacheFolder: calibrationFolder(host) });
    this.#work = new QuietWork({ isBusy, onBug });
  }

  /** Those measured so far on this machine. */
  calibrations(): Promise<Calibration[]> {
    this.#want();
    return this.#calibrations.all();
  }

  /** The newest that are known. */
  importCosts({ name }: LambdaFunction): ImportCost[] {
    this.#want();
    return [...this.#importCosts.of(name)];
  }

  /** Of the function's newest build, or of its sources before the first; undefined where neither tells, and for images. */
  async codeFacts(fn: LambdaFunction): Promise<CodeFacts | undefined> {
    this.#want();
    const current = this.#options.current(fn.name);
    return current ? await this.#factsOf(fn, current) : await sourceFacts(fn);
  }

  /** Takes note of what happens in the runner. */
  follow(event: RunnerEvent): void {
    switch (event.event) {
      case "environment":
        if (event.state === "starting" || event.state === "busy") this.disturb();
        // Those that are in use: a save may rebuild a hundred others.
        if (event.state === "idle") this.#consider(event.functionName);
        break;
      case "project":
        for (const name of event.removed) this.#forget(name);
        break;
    }
  }

  /** Something happens that must not be held up: what is being measured is given up, and measured later. */
  disturb(): void {
    this.#work.disturb();
  }

  /** Nothing is measured any more. */
  async dispose(): Promise<void> {
    await this.#work.dispose();
    this.#importCosts.dispose();
    await this.#esbuilds.dispose();
  }

  #want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    for (const { name } of this.#options.functions()) this.#consider(name);
  }

  #consider(name: string): void {
    const current = this.#options.current(name);
    // What is built for a debugger is nothing to learn from.
    if (!this.#isWanted || !current || current.isForDebugger || this.#looked.get(name) === current.id) return;
    this.#looked.set(name, current.id);
    this.#work.add(name, (signal) => this.#look(name, signal));
  }

  async #look(name: string, signal: AbortSignal): Promise<void> {
    const { current: currentOf, functions, mayMeasure, onNews } = this.#options;
    const fn = functions().find((each) => each.name === name);
    const current = currentOf(name);
    if (!fn || !current || current.isForDebugger) return;
    const before = await this.#facts.get(name)?.facts;
    const facts = await this.#factsOf(fn, current);
    if (JSON.stringify(facts) !== JSON.stringify(before)) onNews(name);
    if (!mayMeasure) return;
    if (await this.#calibrations.measure(fn, current.engine, signal)) this.#tellOfRuntime(fn);
    const { id, build } = current;
    if (await this.#importCosts.measure({ fn, id, build }, signal)) onNews(name);
  }

  #factsOf(fn: LambdaFunction, { id, build, isForDebugger }: Prepared): Promise<CodeFacts | undefined> {
    const known = this.#facts.get(fn.name);
    if (known && (known.id === id || isForDebugger)) return known.facts;
    const facts = codeFacts(fn, build, this.#contents, (folder) => this.#esbuilds.for(folder));
    this.#facts.set(fn.name, { id, facts });
    return facts;
  }

  #tellOfRuntime({ runtime }: LambdaFunction): void {
    for (const fn of this.#options.functions()) if (fn.runtime === runtime) this.#options.onNews(fn.name);
  }

  #forget(name: string): void {
    this.#looked.delete(name);
    this.#facts.delete(name);
    this.#importCosts.forget(name);
  }
}
