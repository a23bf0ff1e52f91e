import { RunnerClient } from "../../runner/control/client.ts";
import type { RunnerEvent } from "../../runner/control/protocol.ts";
import { stateFolderOf } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

/** A connection to the runner that was started in `folder`, gone with its scope. */
export async function connectTo(scope: Scope, folder: string): Promise<RunnerClient> {
  const client = await RunnerClient.find(stateFolderOf(folder));
  if (!client) throw new Error(`No runner answers in ${folder}`);
  scope.after(() => client.dispose());
  return client;
}

/** What a client hears of from now on. */
export class HeardEvents {
  readonly #events: RunnerEvent[] = [];
  #lookers: (() => void)[] = [];

  private constructor(client: RunnerClient) {
    client.onEvent((event) => {
      this.#events.push(event);
      for (const look of this.#lookers.splice(0)) look();
    });
  }

  static async of(client: RunnerClient, ...kinds: RunnerEvent["event"][]): Promise<HeardEvents> {
    const heard = new HeardEvents(client);
    await client.subscribe(kinds);
    return heard;
  }

  /** Resolves once an event, of all so far and to come, matches. */
  once(matches: (event: RunnerEvent) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#events.some(matches)) resolve();
        else this.#lookers.push(look);
      };
      look();
    });
  }
}
