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

  /** Resolves to the first event, of all so far and to come, that matches. */
  once(matches: (event: RunnerEvent) => boolean): Promise<RunnerEvent> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.#events.find(matches);
        if (found) resolve(found);
        else this.#lookers.push(look);
      };
      look();
    });
  }
}
