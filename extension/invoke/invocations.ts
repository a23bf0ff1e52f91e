import { window } from "vscode";
import { throttledText } from "../../runner/control/throttled-text.ts";
import { Failure } from "../../runner/model/failure.ts";
import { functionTarget, type FunctionTarget } from "../commands/function-target.ts";
import { eventChoices, savedChoice, type ChosenEvent } from "../events/event-choices.ts";
import { pickEvent } from "../events/pick-event.ts";
import { readEvent, type NamedEvent } from "../events/read-event.ts";
import { withLateProgress } from "../late-progress.ts";
import { regionOf, sampleContextOf } from "../workspace/region.ts";
import type { Workspaces } from "../workspace/workspaces.ts";
import { resultOfRecord, resultOfReply, resultText, type CallResult } from "./result-document.ts";
import type { ResultDocuments } from "./result-documents.ts";
import { withSourcePlaces } from "./source-places.ts";
import type { UsedEvents } from "./used-events.ts";

/** Calls functions and shows what came of it. */
export class Invocations {
  readonly #workspaces: Workspaces;
  readonly #documents: ResultDocuments;
  readonly #used: UsedEvents;

  constructor(workspaces: Workspaces, documents: ResultDocuments, used: UsedEvents) {
    this.#workspaces = workspaces;
    this.#documents = documents;
    this.#used = used;
  }

  /** Calls with the event used last, or with one that the person chooses. */
  async invoke(target: FunctionTarget): Promise<void> {
    const event = this.#used.of(target) ?? (await this.#choose(target));
    if (event) await this.call(target, event);
  }

  /** @param path absolute, of a saved event; without it the person chooses one */
  async invokeWithEvent(target: FunctionTarget, path?: string): Promise<void> {
    const event = path === undefined ? await this.#choose(target) : savedChoice(path, target.workspace.folder);
    if (event) await this.call(target, event);
  }

  /** @throws Failure `event-invalid` when nothing was called yet in this workspace */
  async repeatLast(): Promise<void> {
    const last = this.#used.last;
    const target = last && (await functionTarget(this.#workspaces, last, ""));
    const event = target && this.#used.of(target);
    if (!event) throw new Failure("event-invalid", 'Nothing was invoked here yet. Use "Lambda: Invoke" first.');
    await this.call(target, event);
  }

  /** Shows a call of the history again. */
  async open(target: FunctionTarget, requestId: string): Promise<void> {
    const { workspace, fn } = target;
    const records = workspace.state.activity.get(fn.name)?.invocations ?? [];
    const record = records.find((each) => each.requestId === requestId);
    if (!record) throw new Failure("function-unknown", `The invocation ${requestId} is no longer kept. Invoke again.`);
    const client = await workspace.runner();
    const lines = await client.logs({ functionName: fn.name, sinceMs: record.startedAt - initSlackMs, limit: 5000 });
    const log = lines
      .filter((line) => line.requestId === requestId)
      .map(({ text }) => text)
      .join("\n");
    const result = resultOfRecord(fn, record, { log, region: regionOf(workspace) });
    await this.#show(target, `${fn.name} ${requestId.slice(0, 8)}`, result);
  }

  /** Calls with this event, which is the one used last from then on. */
  async call(target: FunctionTarget, event: ChosenEvent): Promise<void> {
    const { workspace, fn } = target;
    const text = await readEvent(event);
    await this.#used.remember(target, event);
    const startedAt = Date.now();
    const reply = await withLateProgress(`Invoking ${fn.name}`, async (signal, report) => {
      const follow = this.#workspaces.onDidChange(() => report(workspace.state.activity.get(fn.name)?.progress ?? ""));
      try {
        return await workspace.invoke({ functionName: fn.name, event: text }, signal);
      } finally {
        follow.dispose();
      }
    });
    if (!reply.report) {
      void window.showWarningMessage(throttledText(fn.name, reply));
      return;
    }
    const call = { event: event.label, startedAt, region: regionOf(workspace) };
    await this.#show(target, fn.name, resultOfReply(fn, { ...reply, report: reply.report }, call));
  }

  /**
   * The event used last as it is now; one that the person chooses where there is none, or where `isNew`. Undefined when they
   * chose none.
   *
   * @throws Failure `event-invalid` for a file that can't be read
   */
  async eventFor(target: FunctionTarget, title: string, isNew: boolean): Promise<NamedEvent | undefined> {
    const event = (isNew ? undefined : this.#used.of(target)) ?? (await this.#choose(target, title));
    return event && { label: event.label, text: await readEvent(event) };
  }

  async #choose(target: FunctionTarget, title = `Invoke ${target.fn.name}`): Promise<ChosenEvent | undefined> {
    const { workspace, fn } = target;
    const view = this.#workspaces.view(workspace.folder);
    const choices = eventChoices({
      fn,
      folder: workspace.folder,
      saved: view?.events ?? [],
      lastUsed: this.#used.of(target),
      context: sampleContextOf(workspace, fn),
    });
    return await pickEvent(title, choices);
  }

  async #show({ workspace }: FunctionTarget, name: string, result: CallResult): Promise<void> {
    const { text, stack } = resultText(result);
    const client = await workspace.runner();
    const frames = await client.locate({ functionName: result.fn.name, build: result.build, text });
    await this.#documents.show(name, withSourcePlaces(text, frames, stack, workspace.folder));
  }
}

/** Log lines of an init carry times from before the call that it was for. */
const initSlackMs = 60_000;
