import { CancellationError, commands, window, type LogOutputChannel } from "vscode";
import { Failure, type FailureCode } from "../runner/model/failure.ts";

/** Where everything that goes wrong ends up: expected failures are told, bugs are told and logged with their stack. */
export class Boundary {
  readonly #output: LogOutputChannel;

  constructor(output: LogOutputChannel) {
    this.#output = output;
  }

  /** Runs what a person asked for, under a name for the log. Undefined comes of what failed. */
  async run<T>(what: string, work: () => T): Promise<Awaited<T> | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CancellationError || (error instanceof Failure && error.code === "cancelled"))
        return undefined;
      const message = error instanceof Failure ? error.message : this.#logBug(what, error);
      // Nobody waits for what the person does with the message.
      void tell(message, error instanceof Failure ? remedies[error.code] : undefined);
      return undefined;
    }
  }

  /** Runs what nobody asked for: it is logged, not told. */
  background(what: string, work: () => Promise<unknown>): void {
    work().catch((error: unknown) => {
      if (error instanceof Failure) this.#output.warn(`${what}: ${error.message}`);
      else this.#logBug(what, error);
    });
  }

  #logBug(what: string, error: unknown): string {
    this.#output.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return `${what} went wrong, which is a mistake in Pilot Light. Its output has the details.`;
  }
}

interface Remedy {
  readonly title: string;
  readonly command: string;
}

const showOutput: Remedy = { title: "Show Output", command: "pilotlight.showRunnerOutput" };

/** Where the next step is, by what failed. */
const remedies: Partial<Record<FailureCode, Remedy>> = {
  "build-failed": { title: "Show Problems", command: "workbench.actions.view.problems" },
  "template-unusable": { title: "Show Problems", command: "workbench.actions.view.problems" },
  "engine-unavailable": { title: "Choose Engine", command: "pilotlight.chooseEngine" },
  "interpreter-missing": { title: "Choose Engine", command: "pilotlight.chooseEngine" },
};

async function tell(message: string, { title, command }: Remedy = showOutput): Promise<void> {
  if ((await window.showErrorMessage(message, title)) === title) await commands.executeCommand(command);
}
