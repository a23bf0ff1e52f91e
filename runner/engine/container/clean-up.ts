import type Docker from "dockerode";
import { ownerHost } from "./owner-labels.ts";
import { removeContainer } from "./sandbox.ts";
import { isProcessAlive } from "../process-alive.ts";

/**
 * Removes the containers that runners of this machine left behind when they died. Never those of a living owner, of
 * another machine or of another pid namespace.
 */
export async function cleanUpAfterDeadOwners(
  docker: Docker,
  isAlive: (pid: number) => boolean = isProcessAlive,
): Promise<void> {
  const containers = await docker.listContainers({
    all: true,
    filters: { label: ["pilotlight.role=environment", `pilotlight.owner-host=${ownerHost()}`] },
  });
  const left = containers.filter(({ Labels }) => !isAlive(Number(Labels["pilotlight.owner-pid"])));
  await Promise.all(left.map(({ Id }) => removeContainer(docker, Id)));
}
