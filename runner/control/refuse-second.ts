import { Failure } from "../model/failure.ts";
import { RunnerClient } from "./client.ts";
import { readDiscovery, removeStaleDiscovery } from "./discovery.ts";

/**
 * Makes sure that no other runner serves a workspace, and removes what a killed one left there to find it by.
 *
 * @throws Failure `port-taken`
 */
export async function refuseSecond(stateFolder: string): Promise<void> {
  const discovery = readDiscovery(stateFolder);
  const other = await RunnerClient.find(stateFolder);
  if (other) {
    other.dispose();
    throw secondRunner(discovery?.pid);
  }
  removeStaleDiscovery(stateFolder, discovery);
}

/** @param pid of the first; undefined when it isn't known */
export function secondRunner(pid: number | undefined): Failure {
  const which = pid === undefined ? "" : ` (process ${pid})`;
  const message = `A runner${which} serves this workspace already. Use it, for example with \`pilotlight invoke\`, or end it with \`pilotlight stop\`.`;
  return new Failure("port-taken", message);
}
