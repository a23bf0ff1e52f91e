import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** Every process of a session has inherited this variable, with the session's own value, whoever its parent is now. */
export const sessionVariable = "PILOTLIGHT_TEST_SESSION";

/** How long processes have for an end of their own, in ms: a runner removes its containers. */
const patienceMs = 10_000;

/**
 * Ends what a session has started and is still there. Editors start runners that outlive them on purpose, so neither a
 * parent nor a process group tells. Needs `/proc`: elsewhere it does nothing.
 */
export async function endProcessesOf(session: string): Promise<void> {
  signalAll(session, "SIGTERM");
  const deadline = Date.now() + patienceMs;
  while (processesOf(session).length > 0 && Date.now() < deadline) await delay(50);
  signalAll(session, "SIGKILL");
}

function signalAll(session: string, signal: NodeJS.Signals): void {
  for (const pid of processesOf(session)) {
    try {
      process.kill(pid, signal);
    } catch {
      // Ended in between.
    }
  }
}

function processesOf(session: string): number[] {
  if (process.platform !== "linux") return [];
  const pids = readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid);
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${sessionVariable}=${session}`);
    } catch {
      return false;
    }
  });
}
