import { writeProject } from "../harness/project.ts";
import { newFolder, runCli, type CliResult } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";

export const processEngine = ["--engine", "process"];

export const handler = `
export const handler = async (event) => {
  console.log("said " + (event.say ?? "nothing"));
  if (event.fail) throw new TypeError("as asked");
  return { event, greeting: process.env.GREETING ?? null, key: process.env.AWS_ACCESS_KEY_ID };
};
`;

/** A folder with the function `hello`. */
export function helloProject(scope: Scope): string {
  const folder = newFolder(scope);
  writeProject(folder, {
    defaults: { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/", Timeout: 20 },
    functions: {
      hello: { Environment: { Variables: { GREETING: "from the template" } } },
    },
    files: { "src/index.mjs": handler },
  });
  return folder;
}

export function pilotlight(cwd: string, ...args: string[]): Promise<CliResult> {
  return runCli(args, { cwd });
}

/** What `invoke --json` writes. */
export interface Reply {
  readonly requestId: string;
  readonly statusCode: number;
  readonly functionError: string | null;
  readonly payload: unknown;
  readonly log: string;
  readonly engine: string;
  readonly build: string;
  readonly report: Readonly<Record<string, number>> & {
    readonly initMs: number | null;
    readonly durationMs: number;
  } & {
    readonly billedMs: number;
    readonly memoryMb: number;
  };
}

export const replyKeys = ["requestId", "statusCode", "functionError", "payload", "log", "engine", "build", "report"];
export const reportKeys = ["initMs", "durationMs", "billedMs", "memoryMb", "maxMemoryUsedMb", "cpuMs", "initCpuMs"];
