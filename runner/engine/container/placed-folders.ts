import type { CodeTransfer, ContainerPlan } from "./create-options.ts";

/** A folder of this machine that has its place in a container. */
export interface PlacedFolder {
  readonly holds: "code" | "layers" | "gate";
  readonly source: string;
  readonly target: string;
  readonly transfer: CodeTransfer;
}

/** What a container is to find of this machine. */
export function foldersOf({ request, transfer, gateFolder }: ContainerPlan): PlacedFolder[] {
  const folders = [
    { holds: "code", source: request.codeFolder, target: "/var/task", transfer: transfer.code },
    { holds: "layers", source: request.layerFolder, target: "/opt", transfer: transfer.layers },
    // Where the scripts for spares name each other.
    { holds: "gate", source: request.isSpare ? gateFolder : undefined, target: "/pilotlight", transfer: transfer.gate },
  ] as const;
  return folders.flatMap(({ source, ...placed }) => (source === undefined ? [] : [{ source, ...placed }]));
}
