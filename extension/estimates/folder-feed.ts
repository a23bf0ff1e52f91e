import type { NotificationType } from "vscode-languageclient";
import type { Calibration, FunctionSummary, RunnerEvent } from "../../runner/control/protocol.ts";
import type { RunnerClient } from "../../runner/control/client.ts";
import type { Boundary } from "../boundary.ts";
import {
  codeNotification,
  functionsNotification,
  importsNotification,
  runsNotification,
} from "../language-server/protocol.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { EarlierRuns } from "./earlier-runs.ts";
import { KnownRuns } from "./known-runs.ts";
import { Paced } from "./paced.ts";

/** Told at first: the newest so many of all functions together. */
const rememberedRuns = 5000;

/** Under load, runs are told of together. In ms. */
const tellEveryMs = 300;

/** What of a workspace folder is looked at. */
export type FedWorkspace = Pick<Workspace, "folder" | "state" | "client">;

export interface FeedOptions {
  readonly tell: <Params>(notification: NotificationType<Params>, params: Params) => void;
  /** Whose prices count. */
  readonly regionOf: (workspace: FedWorkspace) => string;
  readonly onCalibrations: (calibrations: readonly Calibration[]) => void;
  /** What runs of earlier windows have left; undefined where that can't be read, or must not. */
  readonly earlierRuns: (folder: string) => Promise<EarlierRuns | undefined>;
  readonly boundary: Pick<Boundary, "background">;
}

/** Tells a language server what is known of one workspace folder. */
export class FolderFeed {
  readonly #workspace: FedWorkspace;
  readonly #options: FeedOptions;
  readonly #runs = new KnownRuns();
  readonly #changed = new Paced((functionName) => this.#tellRuns(functionName), tellEveryMs);
  #functions: readonly FunctionSummary[] | undefined;
  #client: RunnerClient | undefined;
  #hasAskedEarlier = false;

  constructor(workspace: FedWorkspace, options: FeedOptions) {
    this.#workspace = workspace;
    this.#options = options;
  }

  /** The folder's state may have changed. */
  update(): void {
    const { folder, state, client } = this.#workspace;
    // Whoever sets another region has the functions read anew.
    if (state.functions !== this.#functions) {
      this.#functions = state.functions;
      const region = this.#options.regionOf(this.#workspace);
      this.#options.tell(functionsNotification, { folder, region, functions: state.functions });
    }
    if (!client && !this.#hasAskedEarlier && state.functions.length > 0) {
      this.#hasAskedEarlier = true;
      this.#options.boundary.background("Reading earlier runs", () => this.#askEarlier());
    }
    if (client === this.#client) return;
    this.#client = client;
    if (client) this.#options.boundary.background("Asking for figures", () => this.#askAll(client));
  }

  /** A server that has just started knows nothing. */
  tellAnew(): void {
    this.#functions = undefined;
    this.#client = undefined;
    this.#hasAskedEarlier = false;
    this.update();
  }

  onEvent(event: RunnerEvent): void {
    const client = this.#workspace.client;
    if (event.event === "invocation") {
      this.#runs.add(event.functionName, event);
      this.#changed.add(event.functionName);
    } else if (event.event === "estimates" && client) {
      const { functionName } = event;
      this.#options.boundary.background("Asking for figures", async () => {
        await Promise.all([this.#askFunction(client, functionName), this.#askCalibrations(client)]);
      });
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }

  /** For as long as there is no runner, which knows more. */
  async #askEarlier(): Promise<void> {
    const earlier = await this.#options.earlierRuns(this.#workspace.folder);
    if (!earlier || this.#client) return;
    const { folder } = this.#workspace;
    this.#options.onCalibrations(earlier.calibrations);
    for (const [functionName, code] of Object.entries(earlier.code)) {
      this.#options.tell(codeNotification, { folder, functionName, code });
    }
    for (const [name, runs] of Object.entries(earlier.runs)) {
      this.#runs.set(name, runs);
      this.#tellRuns(name);
    }
  }

  async #askAll(client: RunnerClient): Promise<void> {
    const names = this.#workspace.state.functions.map(({ name }) => name);
    const records = Map.groupBy(await client.invocations({ limit: rememberedRuns }), (each) => each.functionName);
    for (const [name, runs] of records) {
      this.#runs.set(name, runs);
      this.#tellRuns(name);
    }
    await this.#askCalibrations(client);
    for (const name of names) await this.#askFunction(client, name);
  }

  async #askFunction(client: RunnerClient, functionName: string): Promise<void> {
    const { folder } = this.#workspace;
    const [imports, code] = await Promise.all([
      client.importCosts({ functionName }),
      client.codeFacts({ functionName }),
    ]);
    this.#options.tell(importsNotification, { folder, functionName, imports });
    if (code) this.#options.tell(codeNotification, { folder, functionName, code });
  }

  async #askCalibrations(client: RunnerClient): Promise<void> {
    this.#options.onCalibrations(await client.calibrations());
  }

  #tellRuns(functionName: string): void {
    const runs = this.#runs.of(functionName);
    this.#options.tell(runsNotification, { folder: this.#workspace.folder, functionName, runs });
  }
}
