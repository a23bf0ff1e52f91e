import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";

/** A container engine to test with, or why there is none: a sentence. */
export type EngineForTests =
  /** `stop` ends the engine if this call started it, and leaves alone one that was there. */
  { readonly available: true; stop(): Promise<void> } | { readonly available: false; readonly reason: string };

/**
 * The container engine that answers, or one started for the tests: `dockerd` where it is installed and this process
 * is root on Linux, as on a bare CI machine without a service manager.
 */
export async function ensureContainerEngine(signal?: AbortSignal): Promise<EngineForTests> {
  const refusal = await askEngine(signal);
  if (refusal === undefined) return { available: true, stop: () => Promise.resolve() };

  const host = process.env["DOCKER_HOST"];
  if (host !== undefined) return { available: false, reason: `DOCKER_HOST is ${host}, and ${refusal}` };
  if (process.platform !== "linux" || process.getuid?.() !== 0) {
    return { available: false, reason: `${refusal} Starting one here takes Linux and root.` };
  }
  return await startDockerd(signal);
}

const installHint = "On Debian: apt-get install --no-install-recommends docker.io iptables";
const startLimitMs = 60_000;
const stopLimitMs = 30_000;

/** Resolves to undefined when an engine answers, else to a sentence that says why not. */
async function askEngine(signal: AbortSignal | undefined): Promise<string | undefined> {
  const limit = AbortSignal.any([AbortSignal.timeout(10_000), ...(signal === undefined ? [] : [signal])]);
  try {
    await promisify(execFile)("docker", ["version", "--format", "{{.Server.Version}}"], { signal: limit });
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    return `no container engine answers: ${stderr === "" ? String(error) : stderr}`;
  }
}

async function startDockerd(signal: AbortSignal | undefined): Promise<EngineForTests> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-dockerd-"));
  const log = join(folder, "dockerd.log");
  const descriptor = openSync(log, "w");
  // In a process group of its own: Ctrl-C in the terminal ends the tests, which then stop the engine in order.
  const dockerd = spawn("dockerd", ["--iptables=false", "--ip6tables=false", "--ip-forward=false"], {
    detached: true,
    stdio: ["ignore", descriptor, descriptor],
  });
  closeSync(descriptor);
  const ended = endOf(dockerd);
  const stop = async () => {
    await terminate(dockerd, ended);
    await rm(folder, { recursive: true, force: true });
  };

  try {
    const failure = await readiness(ended, signal);
    if (failure === undefined) return { available: true, stop };
    const printed = (await readFile(log, "utf8")).trim().split("\n").slice(-5).join("\n");
    await stop();
    return { available: false, reason: `dockerd ${failure}. ${printed === "" ? installHint : printed}` };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves to how the process ended or why it could not start; never rejects. */
async function endOf(child: ChildProcess): Promise<string> {
  try {
    await once(child, "exit");
    return `ended with ${child.signalCode ?? `status ${String(child.exitCode)}`}`;
  } catch (error) {
    return `could not be started: ${String(error)}`;
  }
}

/** Resolves to undefined once the engine answers, or to what came first: its end, or the limit. */
async function readiness(ended: Promise<string>, signal: AbortSignal | undefined): Promise<string | undefined> {
  const over = new AbortController();
  const limit = AbortSignal.timeout(startLimitMs);
  const waiting = AbortSignal.any([over.signal, limit, ...(signal === undefined ? [] : [signal])]);
  const answers = async () => {
    while (!waiting.aborted) {
      if ((await askEngine(undefined)) === undefined) return undefined;
      await delay(100, undefined, { signal: waiting }).catch(() => undefined);
    }
    signal?.throwIfAborted();
    return `did not answer within ${startLimitMs / 1000} s`;
  };
  try {
    return await Promise.race([answers(), ended]);
  } finally {
    over.abort();
  }
}

async function terminate(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return;
  child.kill("SIGTERM");
  const over = new AbortController();
  const tooLong = delay(stopLimitMs, "too long" as const, { signal: over.signal }).catch(() => undefined);
  if ((await Promise.race([ended, tooLong])) === "too long") child.kill("SIGKILL");
  over.abort();
  await ended;
}
