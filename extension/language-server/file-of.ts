import { fileURLToPath } from "node:url";

/** Absolute path of a document on this machine; undefined for anything else. */
export function fileOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    // A host, or an escaped slash: no file of ours.
    return undefined;
  }
}
