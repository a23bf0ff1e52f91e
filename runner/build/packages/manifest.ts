import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A package's `package.json`, as far as one can be relied on; empty when it is not there or no JSON. */
export async function readManifest(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(join(folder, "package.json"), "utf8").catch(() => "{}");
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return {};
  }
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
