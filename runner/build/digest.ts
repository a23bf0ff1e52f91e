import { createHash } from "node:crypto";

/** 16 hex characters that stand for a text, as a folder's name. */
export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
