import type Docker from "dockerode";
import type { LambdaFunction } from "../../model/function.ts";
import { debuggerMemoryMb } from "../debug-setup.ts";
import type { SandboxRequest } from "../engine.ts";
import { gateMark, gateVariable } from "../gate-mark.ts";
import { debugReach, publishedPort } from "./debug-reach.ts";
import { debugStart } from "./debug-start.ts";
import { chooseGate, type GateChoice } from "./gate-choice.ts";
import type { NetworkChoice } from "./network.ts";
import type { OwnerLabels } from "./owner-labels.ts";
import { foldersOf } from "./placed-folders.ts";
import type { PreparedImage } from "./prepared-image.ts";

export interface ContainerPlan {
  readonly request: SandboxRequest;
  readonly image: PreparedImage;
  readonly network: NetworkChoice;
  /** Our files for spares and for what is debugged. */
  readonly gateFolder: string;
  /** Which folders are mounted and which will be copied in: before the start, the code of a spare at its release. */
  readonly transfer: { readonly code: CodeTransfer; readonly layers: CodeTransfer; readonly gate: CodeTransfer };
  /** Whether the engine has an init program to put in front. */
  readonly hasInit: boolean;
  readonly labels: OwnerLabels;
}

export type CodeTransfer = "mount" | "copy";

/** User and group of functions. AWS's is `sbx_user1051`; AWS's images know no such name, so it is given as numbers. */
export const functionUser = "993:990";

/**
 * What the engine is asked to make for one execution environment.
 *
 * As on AWS: the image's own entry point with the handler, a read-only file system but for `/tmp`, no root, no
 * capabilities, no `/dev/shm`, 1,024 open files, 1,024 processes and threads. Standard input stays open.
 *
 * Pages of a tmpfs count towards the memory of whoever wrote them, and on AWS `/tmp` is a disk. The kernel's limit is
 * therefore the function's memory and its `/tmp` together: a backstop. The function's own limit is the environment's
 * to enforce, which watches `Sandbox.usage()`. See `docs/decisions/0002-tmp-and-memory.md`.
 */
export function createOptions(plan: ContainerPlan): Docker.ContainerCreateOptions {
  const { request, image, network, labels } = plan;
  const { fn } = request;
  const debuggerMb = request.debug ? debuggerMemoryMb : 0;
  const memoryBytes = (fn.memoryMb + fn.ephemeralStorageMb + debuggerMb) * bytesPerMb;
  const isPublished = request.debug !== undefined && debugReach(network).kind === "published";
  return {
    Image: image.id,
    ...(fn.packageType === "Image" ? imageFunction(fn, image) : zipFunction(plan)),
    Env: environment(plan),
    Labels: { ...labels, "pilotlight.function": fn.name, "pilotlight.environment": request.environmentId },
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    // So that a spare whose runner is killed comes to the end of its input, and to its own.
    StdinOnce: request.isSpare,
    ...(isPublished ? { ExposedPorts: { [publishedPort]: {} } } : {}),
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      PidsLimit: 1024,
      Ulimits: [{ Name: "nofile", Soft: 1024, Hard: 1024 }],
      Memory: memoryBytes,
      MemorySwap: memoryBytes,
      IpcMode: "none",
      // As the first process of its container a runtime could not even abort: the kernel keeps signals from it.
      Init: plan.hasInit,
      Tmpfs: { "/tmp": tmpOptions(fn.ephemeralStorageMb) },
      Mounts: foldersOf(plan).map(({ source, target, transfer }) =>
        transfer === "mount" ? bindMount(source, target) : fillableVolume(target),
      ),
      // The output is read from the attached streams; nothing of it lies on the engine's disk.
      LogConfig: { Type: "none", Config: {} },
      ExtraHosts: [...network.extraHosts],
      ...(network.networkMode === undefined ? {} : { NetworkMode: network.networkMode }),
      // 0 is a free one.
      ...(isPublished ? { PortBindings: { [publishedPort]: [{ HostIp: "127.0.0.1", HostPort: "0" }] } } : {}),
    },
  };
}

const bytesPerMb = 1024 * 1024;

/**
 * Older runc gives a tmpfs the mode of the folder it covers, whatever is asked for; in an image made from scratch that
 * may be root's alone. Owned by the function's user it is writable all the same.
 */
function tmpOptions(sizeMb: number): string {
  const [uid, gid] = functionUser.split(":");
  return `rw,exec,nosuid,nodev,mode=1777,uid=${uid ?? ""},gid=${gid ?? ""},size=${String(sizeMb)}m`;
}

function zipFunction(plan: ContainerPlan): Docker.ContainerCreateOptions {
  const { request, image } = plan;
  const gate = gateOf(plan).entryPoint;
  return {
    ...(gate.length === 0 ? {} : { Entrypoint: [...gate, ...image.entryPoint] }),
    // The entry script wants exactly one argument, also of runtimes that ignore the handler.
    Cmd: [request.fn.handler ?? "bootstrap"],
    User: functionUser,
  };
}

/** What keeps the runtime from the function's code for now, if anything does. */
function gateOf({ request: { isSpare, fn, variables, debug }, network }: ContainerPlan): GateChoice {
  const reach = debugReach(network);
  const none = { variables: {}, entryPoint: [] };
  const isDebugged = debug !== undefined && reach.kind !== "none";
  const choice = isDebugged
    ? debugStart(debug, { listen: reach.listen, variables })
    : isSpare
      ? chooseGate(fn, variables)
      : none;
  return isSpare ? { ...choice, variables: { ...choice.variables, [gateVariable]: gateMark } } : choice;
}

function imageFunction({ imageConfig }: LambdaFunction, image: PreparedImage): Docker.ContainerCreateOptions {
  // Lambda replaces each on its own; an engine would drop the image's CMD together with its ENTRYPOINT.
  const command = imageConfig?.command ?? image.command;
  return {
    ...(imageConfig?.entryPoint === undefined ? {} : { Entrypoint: [...imageConfig.entryPoint] }),
    Cmd: [...command],
    ...(imageConfig?.workingDirectory === undefined ? {} : { WorkingDir: imageConfig.workingDirectory }),
    User: isRoot(image.user) ? functionUser : image.user,
  };
}

function isRoot(user: string): boolean {
  return /^(|root|0)(:.*)?$/.test(user);
}

function environment(plan: ContainerPlan): string[] {
  const { request, image, network } = plan;
  const { fn, variables } = request;
  const handler = (fn.imageConfig?.command ?? image.command)[0];
  const all: Record<string, string> = {
    ...(image.variables.includes("LAMBDA_TASK_ROOT") ? {} : { LAMBDA_TASK_ROOT: "/var/task" }),
    ...(image.variables.includes("LAMBDA_RUNTIME_DIR") ? {} : { LAMBDA_RUNTIME_DIR: "/var/runtime" }),
    ...variables,
    ...gateOf(plan).variables,
    ...(fn.packageType === "Image" && handler !== undefined ? { _HANDLER: handler } : {}),
    AWS_LAMBDA_RUNTIME_API: `${bracketed(network.connectHost)}:${String(request.runtimeApiPort)}`,
  };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

type Mount = Docker.MountSettings;

function bindMount(source: string, target: string): Mount {
  return { Type: "bind", Source: source, Target: target, ReadOnly: true };
}

/**
 * An empty volume of the container's own. Files can't be put into a read-only file system from outside, but into a
 * volume they can; they belong to root there, so the function can't write to it either.
 */
function fillableVolume(target: string): Mount {
  return {
    Type: "volume",
    Source: "",
    Target: target,
    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: "", Options: {} } },
  };
}
