import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import * as vscode from "vscode";
import { inFolder } from "./pilot-light.ts";

/** Runs `pilotlight` in the window's first folder, as somebody does in a terminal. */
export function shellCommand(...args: readonly string[]): ChildProcess & { readonly stdout: Readable } {
  const extension = vscode.extensions.getExtension("pilotlight.pilotlight");
  assert.ok(extension);
  const cli = join(extension.extensionPath, "dist", "cli.js");
  return spawn(process.execPath, [cli, ...args], {
    cwd: inFolder(),
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
    stdio: ["ignore", "pipe", "ignore"],
  });
}
