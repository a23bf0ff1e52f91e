import type { CodeLens } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { EstimatedFunction } from "../../runner/model/estimate/function-estimate.ts";
import type { EstimateSettings } from "./estimate-settings.ts";
import { fileOf } from "./file-of.ts";
import { handlerLenses, type ShownFunction } from "./handler-lenses.ts";
import type { KnownFacts, Knowledge } from "./knowledge.ts";
import { KnownEstimates } from "./known-estimates.ts";
import type { KnownFunction } from "./protocol.ts";
import { noTraffic, trafficOf } from "./traffic.ts";

/** What editors show in documents. Answers come at once, of what is known by then. */
export class EditorFeatures {
  readonly #knowledge: Knowledge;
  readonly #estimates: KnownEstimates;

  constructor(knowledge: Knowledge) {
    this.#knowledge = knowledge;
    this.#estimates = new KnownEstimates(knowledge);
  }

  lenses(document: TextDocument, settings: EstimateSettings): CodeLens[] {
    const file = fileOf(document.uri);
    if (file === undefined || !settings["estimates.lens"]) return [];
    const handled = this.#knowledge.handledIn(file);
    if (handled.length === 0) return [];
    const shown = handled.map((facts) => this.#shown(facts, settings));
    return handlerLenses(file, document.getText(), shown);
  }

  #shown(facts: KnownFacts, settings: EstimateSettings): ShownFunction {
    const { folder, fn, region } = facts;
    const traffic = trafficOf([fn.name, fn.logicalId], settings.traffic, noTraffic);
    const { estimate } = this.#estimates.of(`${folder}\0${fn.name}`, estimatedFunction(fn), { region, traffic, facts });
    return { folder, fn, estimate };
  }
}

function estimatedFunction(fn: KnownFunction): EstimatedFunction {
  const { name, runtime, packageType, architecture, memoryMb, timeoutS, ephemeralStorageMb, handlerFile } = fn;
  const program = programs.find(([extension]) => handlerFile?.endsWith(extension))?.[1];
  const settings = { name, runtime, packageType, architecture, memoryMb, timeoutS, ephemeralStorageMb };
  return program === undefined ? settings : { ...settings, program };
}

const programs = [
  [".go", "go"],
  [".rs", "rust"],
] as const;
