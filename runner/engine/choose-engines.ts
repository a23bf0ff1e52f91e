import { fileURLToPath } from "node:url";
import { Failure } from "../model/failure.ts";
import type { Host } from "../host.ts";
import { ownFolder } from "../own-folder.ts";
import type { CodeTransfer } from "./container/create-options.ts";
import type { Engine } from "./engine.ts";
import { explainNoEngine } from "./container/explain-no-engine.ts";
import { findContainerEngine } from "./container/find-engine.ts";
import { createProcessEngine } from "./process/process-engine.ts";

export interface EngineOptions {
  readonly engine: "auto" | "container" | "process";
  /** Runtime id → image, instead of AWS's own. */
  readonly images: Readonly<Record<string, string>>;
  readonly codeTransfer: "auto" | CodeTransfer;
  /** Tells the containers of one workspace from those of another. */
  readonly workspaceId: string;
  /** Where runners have a folder each for the temporary files of processes. */
  readonly tmpFolder: string;
  readonly host: Host;
}

/** How long looking for a container engine may take in all. */
const searchLimitMs = 10_000;

/**
 * The engines a person asked for, best first. `auto` means containers when an engine answers, and processes for what
 * containers can't run, such as a function whose image is out of reach; `onNote` hears why there are no containers, or why not
 * on the engine that DOCKER_HOST names.
 *
 * @throws Failure `engine-unavailable` when containers were asked for and no engine answers; `cancelled`
 */
export async function chooseEngines(
  options: EngineOptions,
  onNote: (text: string) => void,
  signal: AbortSignal,
): Promise<[Engine, ...Engine[]]> {
  const { host } = options;
  const tmpRoot = ownFolder(options.tmpFolder);
  const processes = (): Engine =>
    createProcessEngine({ bootstrapFolder, gateFolder, tmpRoot, platform: host.platform, env: host.env });
  if (options.engine !== "process") {
    const searching = AbortSignal.any([signal, AbortSignal.timeout(searchLimitMs)]);
    const found = await findContainerEngine({ ...host, signal: searching }).catch((error: unknown) => {
      if (signal.aborted) throw new Failure("cancelled", "Told to stop while looking for an engine. Start again.");
      if (!searching.aborted) throw error;
      const reason = `no answer within ${searchLimitMs / 1000} s`;
      return { kind: "none" as const, tried: [{ name: "engines", reason }] };
    });
    if (found.kind === "found") {
      const passedOver = found.tried.find(({ name, reason }) => wasChosen(name) && reason !== "not set");
      if (passedOver) {
        const { name, reason } = passedOver;
        onNote(`${name} does not work (${reason}), so ${found.description} is used. Correct or unset it.`);
      }
      // Loaded only here: a runner that runs processes stays small.
      const { createContainerEngine } = await import("./container/container-engine.ts");
      const containers = await createContainerEngine({
        found,
        images: options.images,
        codeTransfer: options.codeTransfer,
        gateFolder,
        workspaceId: options.workspaceId,
        platform: host.platform,
      });
      return options.engine === "auto" ? [containers, processes()] : [containers];
    }
    const explanation = explainNoEngine(found.tried, host.platform);
    if (options.engine === "container") throw new Failure("engine-unavailable", explanation);
    onNote(explanation);
  }
  return [processes()];
}

/** Ways to an engine that exist only because somebody set them up. */
function wasChosen(name: string): boolean {
  return name.startsWith("DOCKER_HOST");
}

const isFromSource = import.meta.url.endsWith(".ts");

/** Beside the bundle in a build, where their sources are when run from source. */
const bootstrapFolder = folderAt(isFromSource ? "../bootstrap" : "./bootstrap");
const gateFolder = folderAt(isFromSource ? "./container/gate" : "./gate");

function folderAt(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
