import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fixture, writeProject } from "../harness/project.ts";
import { newFolder, type RunnerProcess } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

export const processEngine = ["--engine", "process"];

/** Appends what it is called with to a file; the rest depends on the event. */
const recorder = `
import { spawn } from "node:child_process";
import { appendFileSync, existsSync } from "node:fs";
export const handler = async (event) => {
  appendFileSync(event.record, event.name + "\\n");
  if (event.spin) {
    spawn("sleep", ["600"]);
    for (;;);
  }
  while (event.release && !existsSync(event.release)) await new Promise((resolve) => setTimeout(resolve, 10));
  return event.name;
};
`;

const slowInit = `
import { appendFileSync } from "node:fs";
appendFileSync(process.env.RECORD, "init\\n");
await new Promise((resolve) => setTimeout(resolve, 60_000));
export const handler = async () => 1;
`;

const shell = readFileSync(join(fixture("shell"), "bootstrap"), "utf8");

export function recorderProject(scope: Scope): string {
  const folder = realpathSync(newFolder(scope));
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/", Timeout: 120 },
    functions: {
      recorder: {},
      slow: { CodeUri: "slow/", Environment: { Variables: { RECORD: join(folder, "init.txt") } } },
      shell: { Runtime: "provided.al2023", Handler: "any", CodeUri: "shell/" },
    },
    files: {
      "src/index.mjs": recorder,
      "slow/index.mjs": slowInit,
      // Hangs while it is called: a shell does not notice that the Runtime API is gone.
      "shell/bootstrap": shell.replace('echo "echo $request_id"', 'echo "$request_id" >>../shell.txt; sleep 600'),
    },
  });
  return folder;
}

export async function post(runner: RunnerProcess, name: string, event: unknown, type = "Event"): Promise<Response> {
  const url = `${runner.lambdaApi}/2015-03-31/functions/${name}/invocations`;
  return await fetch(url, { method: "POST", body: JSON.stringify(event), headers: { "X-Amz-Invocation-Type": type } });
}

/** Resolves when `what` gives something: for what other processes do, which nobody tells us. */
export async function eventually<T>(what: () => T | undefined | false, isOver: AbortSignal): Promise<T> {
  for (;;) {
    const value = what();
    if (value !== undefined && value !== false) return value;
    await delay(20, undefined, { signal: isOver });
  }
}

export function linesOf(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
}

/** A line of `start --json` about an invocation that went well. */
export function isSuccess(line: Readonly<Record<string, unknown>>): boolean {
  return line["event"] === "invocation" && line["status"] === "success";
}
