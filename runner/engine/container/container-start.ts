import type Docker from "dockerode";
import { performance } from "node:perf_hooks";

/** What an engine says of a container that it has just started. */
export interface ContainerStart {
  /** Of its first process, as the engine's machine counts. */
  readonly pid: number;
  /** When that process began, on the clock of `performance.now`. */
  readonly startedAtMs: number;
}

/**
 * Asks when a container really started: making its namespaces and mounts takes the engine ten times as long as the
 * process then needs to begin, and belongs to no init phase.
 *
 * @param between when the start was asked for and when it was answered; an engine's clock that says otherwise is not
 *   this machine's, and the answer counts
 * @returns undefined when the engine no longer knows the container
 */
export async function readContainerStart(
  docker: Docker,
  id: string,
  between: { readonly askedAtMs: number; readonly answeredAtMs: number },
): Promise<ContainerStart | undefined> {
  try {
    const { State } = await docker.getContainer(id).inspect();
    const startedAtMs = performance.now() - (Date.now() - Date.parse(State.StartedAt));
    const isPlausible = startedAtMs >= between.askedAtMs && startedAtMs <= between.answeredAtMs;
    return { pid: State.Pid, startedAtMs: isPlausible ? startedAtMs : between.answeredAtMs };
  } catch {
    return undefined;
  }
}
