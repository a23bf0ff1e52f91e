import type { CodeLens, Hover, InlayHint, Position, Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { estimatedFunction } from "../../runner/model/estimate/estimated-function.ts";
import { defaultRegion } from "../../runner/model/default-region.ts";
import { checkTemplate, type FunctionFacts } from "../../runner/model/rules/check-template.ts";
import type { Finding } from "../../runner/model/rules/finding.ts";
import { checkCode } from "./code/check-code.ts";
import { parseCode, type ParsedCode } from "./code/parse-code.ts";
import { judged, type JudgedFinding } from "./diagnostics.ts";
import type { EstimateSettings } from "./estimate-settings.ts";
import { figuresText } from "./figures-text.ts";
import { fileOf } from "./file-of.ts";
import { handlerLenses, type HandledFunction } from "./handler-lenses.ts";
import { codeHover, type HoveredCode } from "./hovers/code-hover.ts";
import type { HoverContext } from "./hovers/estimate-hover.ts";
import { templateHover } from "./hovers/template-hover.ts";
import { importHints } from "./import-hints.ts";
import type { KnownFacts, Knowledge } from "./knowledge.ts";
import { KnownEstimates, type KnownEstimate } from "./known-estimates.ts";
import { isTemplate } from "./templates/is-template.ts";
import type { EstimatedTemplate, TemplateEstimate } from "./templates/estimated-template.ts";
import { TemplateDocument } from "./templates/template-document.ts";
import { templateHints } from "./templates/template-hints.ts";
import { templateLenses } from "./templates/template-lenses.ts";
import { trafficOf, type TrafficSettings } from "../../runner/model/estimate/traffic.ts";

/** What editors show in documents. Answers come at once, of what is known by then. */
export class EditorFeatures {
  readonly #knowledge: Knowledge;
  readonly #trafficBeside: (template: string) => TrafficSettings;
  readonly #estimates: KnownEstimates;
  readonly #templates = new Map<string, TemplateDocument>();
  readonly #code = new Map<string, ParsedCode>();
  /** The last findings of each document, and what they were made of. */
  readonly #found = new Map<string, { readonly of: readonly unknown[]; readonly found: JudgedFinding[] | undefined }>();

  /** @param trafficBeside what is written beside a template of how often its functions are called */
  constructor(knowledge: Knowledge, trafficBeside: (template: string) => TrafficSettings) {
    this.#knowledge = knowledge;
    this.#trafficBeside = trafficBeside;
    this.#estimates = new KnownEstimates(knowledge);
  }

  lenses(document: TextDocument, settings: EstimateSettings): CodeLens[] {
    const file = fileOf(document.uri);
    if (file === undefined || !settings["estimates.lens"]) return [];
    const template = this.#template(document, file, settings);
    if (template) {
      const { placed, reading } = template.view;
      const entries = placed.map(({ fn, line }) => {
        const known = template.estimate(fn);
        const { facts, traffic } = known;
        const name = facts?.fn.name ?? fn.name;
        return { fn, line, name, folder: facts?.folder, traffic, estimate: known.estimate };
      });
      return templateLenses(entries, reading.resourcesLine);
    }
    const handled = this.#knowledge.handledIn(file);
    if (handled.length === 0) return [];
    const functions = handled.map((facts): HandledFunction => {
      const { folder, fn } = facts;
      const figures = figuresText(this.#estimateOf(facts, settings).estimate, fn.memoryMb);
      return { name: fn.name, folder, figures, handlerFunction: fn.handlerFunction ?? "" };
    });
    return handlerLenses(file, document.getText(), functions);
  }

  hints(document: TextDocument, settings: EstimateSettings, range: Range): InlayHint[] {
    const file = fileOf(document.uri);
    if (file === undefined) return [];
    const template = settings["estimates.templateHints"] ? this.#template(document, file, settings) : undefined;
    if (template) return templateHints(template.view, range, template.estimate);
    const imports = settings["estimates.importCosts"] ? this.#knowledge.importsIn(file) : [];
    if (imports.length === 0) return [];
    return importHints(this.#parsed(document, file), imports, settings["estimates.importThreshold"], range);
  }

  /** How what is said about a place was calculated; undefined where nothing is. */
  hover(
    document: TextDocument,
    settings: EstimateSettings,
    position: Position,
    context: HoverContext,
  ): Hover | undefined {
    const file = fileOf(document.uri);
    if (file === undefined || !settings["estimates.hovers"]) return undefined;
    const template = this.#template(document, file, settings);
    if (template) return templateHover(template, position, context);
    const of: HoveredCode = {
      file,
      text: document.getText(),
      handled: this.#knowledge.handledIn(file),
      imports: this.#knowledge.importsIn(file),
      parsed: () => this.#parsed(document, file),
      estimate: (facts) => this.#estimateOf(facts, settings),
    };
    return codeHover(of, position, context);
  }

  /** What rules say against a document. Undefined for a template that is half typed. */
  findings(document: TextDocument, settings: EstimateSettings, today: Date): JudgedFinding[] | undefined {
    const file = fileOf(document.uri);
    if (file === undefined) return [];
    const template = this.#template(document, file, settings);
    const parsed = template ? template.view : this.#parsed(document, file);
    const of = [parsed, this.#knowledge.revision, settings, today.toDateString()];
    const last = this.#found.get(document.uri);
    // Findings and their fixes are asked for one after the other.
    if (last && of.every((each, index) => each === last.of[index])) return last.found;
    const found = template
      ? findingsInTemplate(template, document.getText(), today)
      : this.#findingsInCode(document, file);
    const shown = found && judged(found, settings.rules);
    this.#found.set(document.uri, { of, found: shown });
    return shown;
  }

  #findingsInCode(document: TextDocument, file: string): Finding[] {
    const handled = this.#knowledge.handledIn(file);
    const handlers = handled.flatMap(({ fn }) => fn.handlerFunction ?? []);
    const tree = this.#parsed(document, file);
    return checkCode({ file, text: document.getText(), tree }, { runtime: handled[0]?.fn.runtime ?? null, handlers });
  }

  /** Of the version that is open; what did not change since the last one is not parsed again. */
  #parsed(document: TextDocument, file: string): ParsedCode {
    const parsed = parseCode(file, document.getText(), this.#code.get(document.uri));
    this.#code.set(document.uri, parsed);
    return parsed;
  }

  /** Nothing is kept of a document that is closed. */
  forget(uri: string): void {
    this.#templates.delete(uri);
    this.#code.delete(uri);
    this.#found.delete(uri);
  }

  /** Undefined for what is no template. */
  #template(document: TextDocument, file: string, settings: EstimateSettings): EstimatedTemplate | undefined {
    const declared = this.#knowledge.declaredIn(file);
    if (declared.length === 0 && !isTemplate(file, document)) return undefined;
    let template = this.#templates.get(document.uri);
    if (!template) {
      template = new TemplateDocument(file);
      this.#templates.set(document.uri, template);
    }
    const region =
      this.#knowledge.regionOf(file) ?? (settings.region === "" ? defaultRegion(process.env) : settings.region);
    const factsById = new Map(declared.map((facts) => [facts.fn.logicalId, facts]));
    const beside = this.#trafficBeside(file);
    return {
      view: template.view(document, { region, parameterOverrides: settings.parameterOverrides }),
      estimate: (fn) => {
        const facts = factsById.get(fn.logicalId);
        const traffic = trafficOf([facts?.fn.name ?? fn.name, fn.logicalId], settings.traffic, beside);
        const key = `${file}\0${fn.logicalId}`;
        const known = { ...fn.settings, runtime: fn.settings.runtime ?? facts?.fn.imageRuntime ?? null };
        return { ...this.#estimates.of(key, known, { region, traffic, facts }), facts, traffic };
      },
    };
  }

  #estimateOf(facts: KnownFacts, settings: EstimateSettings): KnownEstimate {
    const { folder, fn, region } = facts;
    const beside = this.#trafficBeside(fn.template);
    const traffic = trafficOf([fn.name, fn.logicalId], settings.traffic, beside);
    return this.#estimates.of(`${folder}\0${fn.name}`, estimatedFunction(fn), { region, traffic, facts });
  }
}

function findingsInTemplate({ view, estimate }: EstimatedTemplate, text: string, today: Date): Finding[] | undefined {
  const { reading, functions } = view;
  if (!reading.isWhole) return undefined;
  const byId = new Map(functions.map((fn) => [fn.logicalId, fn]));
  const facts = (logicalId: string): FunctionFacts | undefined => {
    const fn = byId.get(logicalId);
    return fn && factsOf(estimate(fn));
  };
  return checkTemplate(reading.template, text, { today, facts });
}

function factsOf({ estimate, facts }: TemplateEstimate): FunctionFacts {
  const { durationMs, peakMemoryMb } = estimate;
  return {
    runs: durationMs?.runs ?? 0,
    ...(peakMemoryMb === undefined ? {} : { peakMemoryMb: peakMemoryMb.value }),
    ...(durationMs?.p99 === undefined ? {} : { durationP99Ms: durationMs.p99 }),
    ...(facts?.code === undefined ? {} : { unpackedBytes: facts.code.unpackedBytes }),
  };
}
