import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { coldCalls, type ColdCall } from "./cold-calls.ts";
import { coldFigures } from "./cold-figures.ts";
import type { Figure } from "./figure.ts";
import { echo } from "./sample-function.ts";
import { Workspace } from "./workspace.ts";

/** First calls on the process engine, each beside `node empty.js` from its spawn to its end. */
export async function processColdStart(): Promise<Figure[]> {
  using workspace = new Workspace({ files: {}, functions: [] });
  const script = join(workspace.folder, "empty.js");
  writeFileSync(script, "");
  const floorsMs: number[] = [];
  const calls: ColdCall[] = [];
  for await (const call of coldCalls("process", echo)) {
    calls.push(call);
    floorsMs.push(await untilExit(script));
  }
  return coldFigures("process", calls, { name: "spawn of an empty script to its exit", samplesMs: floorsMs });
}

async function untilExit(script: string): Promise<number> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "pipe"] });
  await once(child, "exit");
  return performance.now() - startMs;
}
