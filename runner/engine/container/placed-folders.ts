import type { SandboxRequest } from "../engine.ts";
import type { CodeTransfer, ContainerPlan } from "./create-options.ts";

/** A folder of this machine that has its place in a container. */
export interface PlacedFolder {
  readonly holds: "code" | "layers" | "gate" | "debugger";
  readonly source: string;
  readonly target: string;
  readonly transfer: CodeTransfer;
}

/** What a container is to find of this machine. */
export function foldersOf({ request, transfer, gateFolder }: ContainerPlan): PlacedFolder[] {
  const folders = [
    { holds: "code", source: request.codeFolder, target: "/var/task", transfer: transfer.code },
    { holds: "layers", source: request.layerFolder, target: "/opt", transfer: transfer.layers },
    // Where our files name each other.
    {
      holds: "gate",
      source: needsGate(request) ? gateFolder : undefined,
      target: "/pilotlight",
      transfer: transfer.gate,
    },
    { holds: "debugger", source: request.debug?.toolFolder, target: debuggerTarget, transfer: transfer.gate },
  ] as const;
  return folders.flatMap(({ source, ...placed }) => (source === undefined ? [] : [{ source, ...placed }]));
}

/** Where `DebugSetup.toolFolder` is in a container. */
export const debuggerTarget = "/pilotlight-debugger";

/** Whether our own files have to be in the container. */
export function needsGate({ isSpare, debug }: SandboxRequest): boolean {
  return isSpare || debug !== undefined;
}
