import type { BenchRunner } from "./bench-runner.ts";

/** Saves a file, and resolves to the time until the runner has said of all these functions that they are reloaded. */
export async function untilReloaded(
  runner: BenchRunner,
  names: readonly string[],
  path: string,
  content: string,
): Promise<number> {
  const missing = new Set(names);
  const reported = runner.child.nextLine((line) => {
    for (const name of reloadedIn(line)) missing.delete(name);
    return missing.size === 0 ? performance.now() : undefined;
  });
  const startMs = performance.now();
  runner.save(path, content);
  return (await reported) - startMs;
}

function reloadedIn(line: string): readonly string[] {
  const event = JSON.parse(line) as { event: string; functions?: readonly string[] };
  return event.event === "reload" ? (event.functions ?? []) : [];
}
