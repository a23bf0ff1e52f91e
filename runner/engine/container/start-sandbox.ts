import type Docker from "dockerode";
import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { Duplex } from "node:stream";
import { Failure } from "../../model/failure.ts";
import { readContainerStart } from "./container-start.ts";
import { createOptions, type ContainerPlan } from "./create-options.ts";
import { demultiplexer } from "./demultiplex.ts";
import { engineMessage } from "./engine-failure.ts";
import { createContainer } from "./engine-request.ts";
import { invalidEntrypoint } from "./exit.ts";
import { packFolder } from "./folder-archive.ts";
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
  signal.throwIfAborted();
  // Not to be aborted: an engine that is making a container goes on doing so, and its id would be lost.
  const id = await createContainer(
    docker,
    { name: containerName(plan), platform: plan.image.platform },
    createOptions(plan),
  );
  const output = new SandboxOutput();
  const attaching = attach(docker, id, output);
  // When copying fails first, this one must not fail unheard.
  attaching.catch(() => undefined);
  try {
    await copyFolders(start, id, signal);
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

async function attach(docker: Docker, id: string, output: SandboxOutput): Promise<Duplex> {
  // Hijacked, which makes it the connection's socket.
  const attached: unknown = await docker
    .getContainer(id)
    .attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
  if (!(attached instanceof Duplex)) throw new Error("The engine attached without handing over the connection.");
  attached.on(
    "data",
    demultiplexer((content) => output.push(content)),
  );
  // The wait for the container's end tells of an engine that went away.
  attached.on("error", () => undefined);
  return attached;
}

async function copyFolders({ docker, plan, platform }: SandboxStart, id: string, signal: AbortSignal): Promise<void> {
  const { request, transfer } = plan;
  const copies = [
    { folder: request.codeFolder, path: "/var/task", transfer: transfer.code },
    { folder: request.layerFolder, path: "/opt", transfer: transfer.layers },
  ];
  for (const copy of copies) {
    if (copy.folder === undefined || copy.transfer === "mount") continue;
    try {
      const archive = packFolder(copy.folder, platform);
      await docker.getContainer(id).putArchive(archive, { path: copy.path, abortSignal: signal });
    } catch (error) {
      throw isFileError(error)
        ? new Failure("code-missing", `${copy.folder} can't be read: ${error.message}. Build the function again.`, {
            cause: error,
          })
        : error;
    }
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  const { syscall, path } = error as NodeJS.ErrnoException;
  return error instanceof Error && path !== undefined && syscall !== undefined && syscall !== "connect";
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
