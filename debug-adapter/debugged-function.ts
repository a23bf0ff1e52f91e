import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { RunnerClient } from "../runner/control/client.ts";
import { findEitherWay } from "../runner/control/find-function.ts";
import { openRunner, type OpenRunner } from "../runner/control/open-runner.ts";
import type { OwnProcesses } from "../runner/control/own-process.ts";
import type { InvokeReply, RunnerEvent } from "../runner/control/protocol.ts";
import { Failure } from "../runner/model/failure.ts";
import type { LaunchArguments } from "./launch-arguments.ts";

export interface DebuggedFunctionOptions {
  readonly processes: OwnProcesses;
  /** Gets the runner's events that are about the function. */
  readonly onEvent: (event: RunnerEvent) => void;
  /** Gets what a new runner says while it starts. */
  readonly onSaid: (line: string) => void;
  /** The runner went away. `reason` is a sentence. */
  readonly onGone: (reason: string) => void;
  readonly signal: AbortSignal;
}

/** A function whose debugging is on, by a connection to its runner. */
export class DebuggedFunction {
  readonly args: LaunchArguments;
  /** As the runner calls it. */
  readonly functionName: string;
  readonly #runner: OpenRunner;
  #isClosed = false;

  private constructor(args: LaunchArguments, functionName: string, runner: OpenRunner) {
    this.args = args;
    this.functionName = functionName;
    this.#runner = runner;
  }

  /**
   * Turns debugging on; with `noDebug` the function is only followed.
   *
   * @throws Failure `function-unknown`, `debug-unavailable`, `usage` when somebody else debugs it, and what
   *   `heldRunner` throws
   */
  static async open(args: LaunchArguments, options: DebuggedFunctionOptions): Promise<DebuggedFunction> {
    const runner = await heldRunner(args, options);
    try {
      options.signal.throwIfAborted();
      const { name, logicalId } = await findFunction(runner.client, args);
      const debugged = new DebuggedFunction(args, name, runner);
      runner.client.onEvent((event) => {
        if (isAbout(event, name, logicalId)) options.onEvent(event);
      });
      await runner.client.subscribe(["environment", "problem"]);
      await runner.client.logs({ functionName: name, limit: 0, follow: true });
      await debugged.#turnOn();
      void debugged.#tellEnd(options.onGone);
      return debugged;
    } catch (error) {
      runner.client.dispose();
      throw error;
    }
  }

  /**
   * Calls the function with the event of the arguments.
   *
   * @throws Failure `event-invalid`, and what the call fails with
   */
  async invoke(): Promise<InvokeReply> {
    const event = await eventText(this.args.event);
    return await this.#runner.client.invoke({ functionName: this.functionName, event });
  }

  /** All environments are new after this. */
  async restart(): Promise<void> {
    if (this.args.noDebug) return;
    await this.#runner.client.stopDebugging({ functionName: this.functionName });
    await this.#turnOn();
  }

  /** Turns debugging off and leaves the runner, which goes on. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { client } = this.#runner;
    try {
      if (!this.args.noDebug) await client.stopDebugging({ functionName: this.functionName });
    } catch (error) {
      // Who is gone debugs nothing any more.
      if (!(error instanceof Failure)) throw error;
    } finally {
      client.dispose();
    }
  }

  async #turnOn(): Promise<void> {
    const { noDebug, environment, engine } = this.args;
    if (noDebug) return;
    const { functionName } = this;
    await this.#runner.client.debug({ functionName, environment, ...(engine === undefined ? {} : { engine }) });
  }

  async #tellEnd(onGone: DebuggedFunctionOptions["onGone"]): Promise<void> {
    const { client, process } = this.#runner;
    await client.closed;
    if (this.#isClosed) return;
    this.#isClosed = true;
    const end = await process?.ended;
    const reason = end?.isOrderly === false ? end.reason : `The runner of ${this.args.workspace} has stopped.`;
    onGone(`${reason} Start debugging again to go on.`);
  }
}

/**
 * A connection to the workspace's runner, which runs at least until that is disposed of.
 *
 * @throws Failure `usage` when there is no such folder, and what `openRunner` throws
 */
async function heldRunner(
  { workspace, engine, runnerArguments }: LaunchArguments,
  { processes, onSaid: output, signal }: DebuggedFunctionOptions,
): Promise<OpenRunner> {
  if (!statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Failure("usage", `There is no folder ${workspace}. Set "workspace" to the folder of the templates.`);
  }
  const engineArguments = engine === undefined ? [] : [`--engine=${engine}`];
  const args = (): string[] => [
    ...[`--workspace=${workspace}`, ...engineArguments, ...runnerArguments],
    ...["--detached", "--while-used"],
  ];
  const opened = await openRunner(workspace, { processes, args, output, signal });
  await opened.client.hold();
  return opened;
}

async function findFunction(
  client: RunnerClient,
  { functionName, workspace, template }: LaunchArguments,
): Promise<{ name: string; logicalId: string }> {
  const all = await client.functions();
  const functions = template === undefined ? all : all.filter((fn) => fn.template === template);
  const found = findEitherWay(functions, functionName);
  if (found) return found;
  if (template !== undefined && functions.length === 0) {
    const templates = [...new Set(all.map((fn) => fn.template))].join(", ");
    const message = `There is no function in ${template}, or it is no template of this runner. Set "template" to one of: ${templates}.`;
    throw new Failure("function-unknown", message);
  }
  const names = functions.map(({ name }) => name).join(", ");
  const where = template ?? workspace;
  const message = `There is no function ${functionName} in ${where}. Set "function" to one of: ${names}.`;
  throw new Failure("function-unknown", message);
}

function isAbout(event: RunnerEvent, name: string, logicalId: string): boolean {
  if (event.event === "problem") return event.logicalId === logicalId;
  return "functionName" in event && event.functionName === name;
}

async function eventText(event: LaunchArguments["event"]): Promise<string> {
  if (event === undefined) return "{}";
  if ("text" in event) return event.text;
  try {
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    return (await readFile(event.file, "utf8")).replace(/^\ufeff/, "");
  } catch (error) {
    const message = `The event ${event.file} can't be read. Set "event" to a JSON file, or to the event itself.`;
    throw new Failure("event-invalid", message, { cause: error });
  }
}
