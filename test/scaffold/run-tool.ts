import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a tool to its end, whatever its exit code, as a person would in a terminal: with this Node first in the path,
 * and without what would make a `node --test` inside believe it is part of this one.
 */
export function runTool(command: string, args: readonly string[], cwd: string): Promise<ToolResult> {
  const path = `${dirname(process.execPath)}${delimiter}${process.env["PATH"] ?? ""}`;
  const env = { ...process.env, PATH: path, NODE_TEST_CONTEXT: undefined };
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(new Error(`${command} could not be run`, { cause: error }));
    });
  });
}
