/**
 * Runs the tests: all of them, or the files and glob patterns given. What they need besides Node is made ready before;
 * on CI a missing part is an error, elsewhere its suites are skipped and say so.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { ensureContainerEngine } from "./container-engine.ts";
import { partsVariable, type Parts } from "./harness/parts.ts";
import { prepareParts } from "./prepare-parts.ts";

const root = join(import.meta.dirname, "..");
const patterns = process.argv.slice(2);
const all = ["runner/**/*.test.ts", "debug-adapter/**/*.test.ts", "extension/**/*.test.ts", "test/**/*.test.ts"];
const files = globSync(patterns.length > 0 ? patterns : all, { cwd: root }).sort();
if (files.length === 0) throw new Error(`No test file matches ${patterns.join(" ")}.`);

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => abort.abort());

// Tests beside their sources need nothing but Node.
const needsParts = files.some((file) => !relative("test", file).startsWith(".."));
process.exitCode = needsParts ? await runWithParts() : await runTests({});

async function runWithParts(): Promise<number> {
  const engine = await ensureContainerEngine(abort.signal);
  try {
    const parts = await prepareParts(engine, abort.signal);
    const missing = Object.entries(parts).flatMap(([name, part]) =>
      "missing" in part ? [`${name}: ${part.missing}`] : [],
    );
    if (process.env["CI"] === "true" && missing.length > 0) {
      console.error(`On CI nothing is skipped, and this is missing:\n${missing.join("\n")}`);
      return 1;
    }
    return await runTests(parts);
  } finally {
    if (engine.available) await engine.stop();
  }
}

/** Windows of VS Code come last and one after the other: each takes a whole machine, and what is in it waits for the rest. */
async function runTests(parts: Parts | Record<string, never>): Promise<number> {
  const isWindow = (file: string): boolean => basename(file).startsWith("vscode");
  // Two cores are what CI has. More files at once would only wait for each other, and some measure memory.
  const first = await runFiles(
    files.filter((file) => !isWindow(file)),
    2,
    parts,
  );
  return (await runFiles(files.filter(isWindow), 1, parts)) || first;
}

/** @returns the exit code of Node's test runner; 0 where there is nothing to run */
async function runFiles(
  chosen: readonly string[],
  concurrency: number,
  parts: Parts | Record<string, never>,
): Promise<number> {
  if (chosen.length === 0 || abort.signal.aborted) return 0;
  const options = ["--test", "--test-reporter=spec", `--test-concurrency=${concurrency}`];
  const env = { ...process.env, [partsVariable]: JSON.stringify(parts) };
  const child = spawn(process.execPath, [...options, ...chosen], { cwd: root, env, stdio: "inherit" });
  const stop = (): void => void child.kill("SIGTERM");
  abort.signal.addEventListener("abort", stop);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code ?? 1;
  } finally {
    abort.signal.removeEventListener("abort", stop);
  }
}
