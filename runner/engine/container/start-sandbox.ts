import type Docker from "dockerode";
import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { Duplex } from "node:stream";
import { DebugWait } from "../debug-wait.ts";
import { holdFolder } from "../held-folder.ts";
import { outputFilters } from "../output-filters.ts";
import { SpareGate } from "../spare-gate.ts";
import { readContainerStart } from "./container-start.ts";
import { copyFolder } from "./copy-folder.ts";
import { createOptions, type ContainerPlan } from "./create-options.ts";
import { debuggerAddress, debugReach } from "./debug-reach.ts";
import { demultiplexer } from "./demultiplex.ts";
import { engineFailure, engineMessage } from "./engine-failure.ts";
import { createContainer } from "./engine-request.ts";
import { invalidEntrypoint } from "./exit.ts";
import { foldersOf, type PlacedFolder } from "./placed-folders.ts";
import { ContainerSandbox, removeContainer } from "./sandbox.ts";
import { SandboxOutput } from "./sandbox-output.ts";
import { UsageReader } from "./usage-reader.ts";

export interface SandboxStart {
  readonly docker: Docker;
  readonly engine: string;
  readonly platform: NodeJS.Platform;
  readonly readsKernelFiles: boolean;
  readonly plan: ContainerPlan;
}

/**
 * Makes, attaches and starts a container, in three requests. Attached before it starts, so that no output is lost.
 * When it fails or is aborted, the container is gone before this rejects. Throws what the engine's client throws.
 */
export async function startSandbox(start: SandboxStart, signal: AbortSignal): Promise<ContainerSandbox> {
  const { docker, engine, plan, readsKernelFiles } = start;
  const fill = await fillerOf(start);
  signal.throwIfAborted();
  // Not to be aborted: an engine that is making a container goes on doing so, and its id would be lost.
  const id = await createContainer(
    docker,
    { name: containerName(plan), platform: plan.image.platform },
    createOptions(plan),
  );
  const output = new SandboxOutput();
  const gate =
    fill &&
    new SpareGate({
      fill: () => fill(id),
      open: () => void attaching.then((attached) => attached.write("\n")),
    });
  const reach = debugReach(plan.network);
  const { debug } = plan.request;
  const debugWait = debug && new DebugWait((port) => debuggerAddress(docker, id, reach, port));
  const debugged = debug && debugWait && { wait: debugWait, language: debug.language };
  const filters = outputFilters((content) => output.push(content), { gate, debug: debugged });
  const attaching = attach(docker, id, filters);
  // When copying fails first, this one must not fail unheard.
  attaching.catch(() => undefined);
  try {
    for (const folder of foldersOf(plan)) {
      // Of a spare the code comes later.
      if (folder.transfer === "copy" && !(gate && folder.holds === "code")) await copy(start, id, folder, signal);
    }
    const attached = await attaching;
    signal.throwIfAborted();
    const askedAtMs = performance.now();
    const failedStart = await startContainer(docker, id);
    const answeredAtMs = performance.now();
    const started = readContainerStart(docker, id, { askedAtMs, answeredAtMs });
    const pid = started.then((start) => (readsKernelFiles ? start?.pid : undefined));
    const sandbox = new ContainerSandbox(
      {
        docker,
        engine,
        id,
        request: plan.request,
        imageReference: plan.image.reference,
        answeredAtMs,
        started,
        output,
        attached,
        gate,
        debugWait,
        usageReader: new UsageReader(docker, id, pid),
      },
      failedStart,
    );
    if (signal.aborted) await sandbox.stop();
    signal.throwIfAborted();
    return sandbox;
  } catch (error) {
    await removeContainer(docker, id);
    void attaching.then((attached) => attached.destroy()).catch(() => undefined);
    throw error;
  }
}

/** For people who list containers: `pilotlight-hello-3f9a1c2b`. */
function containerName({ request }: ContainerPlan): string {
  return `pilotlight-${request.fn.name.replace(/[^a-zA-Z0-9_.-]/g, "-")}-${randomBytes(4).toString("hex")}`;
}

async function attach(docker: Docker, id: string, filters: ReturnType<typeof outputFilters>): Promise<Duplex> {
  // Hijacked, which makes it the connection's socket.
  const attached: unknown = await docker
    .getContainer(id)
    .attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
  if (!(attached instanceof Duplex)) throw new Error("The engine attached without handing over the connection.");
  attached.on(
    "data",
    demultiplexer((content, stream) => filters[stream].push(content)),
  );
  for (const event of ["end", "close"]) {
    attached.once(event, () => {
      filters.stdout.end();
      filters.stderr.end();
    });
  }
  // The wait for the container's end tells of an engine that went away.
  attached.on("error", () => undefined);
  return attached;
}

/** How a spare gets at its code when it is released; undefined for what is no spare. */
async function fillerOf(start: SandboxStart): Promise<((id: string) => Promise<void>) | undefined> {
  const { engine, plan } = start;
  const { fn, isSpare } = plan.request;
  if (!isSpare) return undefined;
  const code = foldersOf(plan).find(({ holds }) => holds === "code");
  if (code === undefined) return () => Promise.resolve();
  if (code.transfer === "mount") {
    const held = await holdFolder(code.source, fn);
    return () => held.requireSame();
  }
  return async (id) => {
    try {
      await copy(start, id, code);
    } catch (error) {
      throw engineFailure(error, `copy the code of ${fn.name} into its container`, engine);
    }
  };
}

function copy(
  { docker, platform }: SandboxStart,
  id: string,
  folder: PlacedFolder,
  signal?: AbortSignal,
): Promise<void> {
  const executable = platform === "win32" || folder.holds === "gate" ? "all" : "as-on-disk";
  return copyFolder(docker, id, { folder: folder.source, path: folder.target, executable }, signal);
}

async function startContainer(docker: Docker, id: string): Promise<ReturnType<typeof invalidEntrypoint>> {
  try {
    await docker.getContainer(id).start();
    return undefined;
  } catch (error) {
    const exit = invalidEntrypoint(engineMessage(error));
    if (exit === undefined) throw error;
    return exit;
  }
}
