import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { stopChild } from "../harness/runner-process.ts";
import type { Scope } from "../harness/scope.ts";
import { codeServerCommand, codeServerFolder } from "./code-server.ts";

export interface CodeServerOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** File that takes what it prints. */
  readonly log: string;
}

/**
 * Starts code-server on a port of its own on loopback; it is stopped with the scope.
 *
 * @returns its URL, with no slash at the end
 * @throws Error when it ends before it listens
 */
export async function startCodeServer(scope: Scope, { args, env, log }: CodeServerOptions): Promise<string> {
  const [node, script] = codeServerCommand(await codeServerFolder());
  const fixed = ["--bind-addr", "127.0.0.1:0", "--auth", "none", "--disable-telemetry", "--disable-update-check"];
  // Without a page, as when the tests are killed, it ends by itself. It looks for pages once a minute.
  fixed.push("--idle-timeout-seconds", "180");
  const child = spawn(node, [script, ...fixed, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  scope.after(() => stopChild(child));
  const output = createWriteStream(log);
  child.stdout.pipe(output);
  child.stderr.pipe(output, { end: false });
  return await listeningUrl(child);
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    child.once("error", reject);
    child.once("close", () => reject(new Error(`code-server ended before it listened:\n${lines.join("\n")}`)));
    if (child.stdout === null) throw new Error("A spawned code-server has no pipe");
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const url = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
