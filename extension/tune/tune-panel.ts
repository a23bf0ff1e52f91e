import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { CancellationError, Uri, ViewColumn, window, workspace as vscodeWorkspace, type WebviewPanel } from "vscode";
import { readTrafficSettings } from "../../runner/model/estimate/traffic.ts";
import { Failure } from "../../runner/model/failure.ts";
import { stepText } from "../../runner/tune/step-text.ts";
import { tune, type TuneRequest } from "../../runner/tune/tune.ts";
import type { TuneResult } from "../../runner/tune/tune-result.ts";
import { tunedRunner } from "../../runner/tune/tuned-runner.ts";
import type { Boundary } from "../boundary.ts";
import type { FunctionTarget } from "../commands/function-target.ts";
import type { NamedEvent } from "../events/read-event.ts";
import { orCancelled } from "../or-cancelled.ts";
import { Scope } from "../scope.ts";
import { applySize } from "./apply-size.ts";
import { curveCsv } from "./curve-csv.ts";
import { panelHtml } from "./panel-html.ts";
import type { PageMessage, PanelActivity, PanelState, StateMessage } from "./panel-messages.ts";
import { saveExport } from "./save-export.ts";
import { tunedView } from "./tuned-view.ts";

export interface PanelOptions {
  /** Lets the person choose an event, or takes the one used last unless `isNew`; undefined when they chose none. */
  readonly askEvent: (target: FunctionTarget, isNew: boolean) => Promise<NamedEvent | undefined>;
  readonly boundary: Boundary;
  /** Absolute path of the extension. */
  readonly extensionFolder: string;
  readonly onDispose: () => void;
}

/** One function's tuning, in a tab of the editor. */
export class TunePanel {
  readonly #options: PanelOptions;
  readonly #scope = new Scope();
  readonly #panel: WebviewPanel;
  #target: FunctionTarget;
  #activity: PanelActivity = { kind: "idle" };
  #result: TuneResult | undefined;
  /** What the function is called with, once it was asked for. */
  #event: NamedEvent | undefined;
  #running: AbortController | undefined;

  constructor(target: FunctionTarget, options: PanelOptions) {
    this.#target = target;
    this.#options = options;
    const dist = Uri.file(join(options.extensionFolder, "dist"));
    this.#panel = window.createWebviewPanel("pilotlight.tune", `Tune ${target.fn.name}`, ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [dist],
    });
    this.#panel.iconPath = Uri.file(join(options.extensionFolder, "media/icon.png"));
    const { webview } = this.#panel;
    const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(dist, name)).toString();
    this.#scope.own(
      webview.onDidReceiveMessage((message: PageMessage) => {
        void options.boundary.run("Tuning", () => this.receive(message));
      }),
    );
    this.#scope.own(this.#panel.onDidDispose(() => this.#ended()));
    webview.html = panelHtml(
      { script: address("tune-panel.js"), styles: address("tune-panel.css") },
      webview.cspSource,
      randomBytes(16).toString("base64"),
    );
  }

  get state(): PanelState {
    const { name: functionName } = this.#target.fn;
    const result = this.#result;
    const event = result?.areRunsNew === true ? this.#event?.label : undefined;
    return { functionName, activity: this.#activity, event, tuned: result && tunedView(result) };
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** The function may have changed: its memory is what the template has now. */
  update(target: FunctionTarget): void {
    this.#target = target;
    const { memoryMb } = target.fn;
    if (!this.#result || this.#result.memoryMb === memoryMb) return;
    this.#result = { ...this.#result, memoryMb };
    this.#show();
  }

  /** Does what the page asks for. */
  async receive(message: PageMessage): Promise<void> {
    switch (message.kind) {
      case "ready":
        this.#show();
        return;
      case "measure":
        await this.#measureAnew();
        return;
      case "verify":
        await this.measure({ verify: { sizes: undefined } });
        return;
      case "cancel":
        this.#running?.abort();
        return;
      case "apply":
        await this.#do(() => applySize(this.#target.fn, message.memoryMb));
        return;
      case "export-csv": {
        const result = this.#result;
        if (result) await this.#do(() => saveExport(this.#target.fn, "csv", Buffer.from(curveCsv(result))));
        return;
      }
      case "export-png":
        await this.#do(() => saveExport(this.#target.fn, "png", Buffer.from(message.png, "base64")));
        return;
    }
  }

  /** Tunes by the runs at hand, or by new ones where they are too few or an event is given. */
  async measure({ event, verify }: { event?: NamedEvent } & Partial<Pick<TuneRequest, "verify">> = {}): Promise<void> {
    this.#event = event ?? this.#event;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    const show = (activity: PanelActivity): void => {
      if (this.#running === running) this.#become(activity);
    };
    const { fn, workspace } = this.#target;
    show({ kind: "running", text: "Starting the runner." });
    try {
      const client = await orCancelled(workspace.runner(), signal);
      show({ kind: "running", text: "Looking at the runs at hand." });
      const request: TuneRequest = {
        functionName: fn.name,
        event: event?.text,
        askEvent: () => this.#askEvent(),
        runs: undefined,
        traffic: readTrafficSettings(
          vscodeWorkspace.getConfiguration("pilotlight", Uri.file(workspace.folder)).get("traffic"),
        ),
        verify,
      };
      const result = await tune(
        tunedRunner(client),
        request,
        (step) => show({ kind: "running", text: sentence(stepText(step)) }),
        signal,
      );
      // A later one has taken its place.
      if (this.#running !== running) return;
      this.#result = result;
      show({ kind: "done", text: doneText(result) });
    } catch (error) {
      const isExpected = error instanceof Failure;
      if (isCancelled(error)) show({ kind: "cancelled" });
      else show({ kind: "failed", text: isExpected ? error.message : "Tuning went wrong." });
      if (!isExpected) throw error;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #measureAnew(): Promise<void> {
    const event = await this.#options.askEvent(this.#target, true);
    if (event) await this.measure({ event });
  }

  async #askEvent(): Promise<string> {
    this.#event ??= await this.#options.askEvent(this.#target, false);
    if (this.#event === undefined) throw new Failure("cancelled", "No event was chosen.");
    return this.#event.text;
  }

  /** Does something short; `work` returns a sentence that says what it did. */
  async #do(work: () => Promise<string | undefined>): Promise<void> {
    try {
      const text = await work();
      if (text !== undefined) this.#become({ kind: "done", text });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#become({ kind: "failed", text: error.message });
    }
  }

  #become(activity: PanelActivity): void {
    this.#activity = activity;
    this.#show();
  }

  #show(): void {
    const message: StateMessage = { kind: "state", state: this.state };
    // A page that is not there yet, or is hidden, asks for the state once it is.
    void this.#panel.webview.postMessage(message);
  }

  #ended(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#scope.dispose();
    this.#options.onDispose();
  }
}

function doneText({ curve, verified }: TuneResult): string {
  if (verified.length > 0) return `Verified at ${verified.length} sizes.`;
  return `Computed from ${curve.split.runs} warm runs.`;
}

function isCancelled(error: unknown): boolean {
  return error instanceof CancellationError || (error instanceof Failure && error.code === "cancelled");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
