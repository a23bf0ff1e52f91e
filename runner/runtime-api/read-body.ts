import type { IncomingMessage } from "node:http";

export type Body =
  | { readonly kind: "whole"; readonly bytes: Buffer }
  /** More than the limit came; the rest is read and dropped, so that the sender can finish and see its answer. */
  | { readonly kind: "too-large" }
  /** The sender went away in the middle. */
  | { readonly kind: "truncated" };

/** Reads a request's body up to `limitBytes`. Never rejects. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let lengthBytes = 0;
    request.on("data", (chunk: Buffer) => {
      lengthBytes += chunk.length;
      if (lengthBytes <= limitBytes) chunks.push(chunk);
      else resolve({ kind: "too-large" });
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve({ kind: "whole", bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks) });
    });
    request.on("close", () => resolve({ kind: "truncated" }));
    request.on("error", () => resolve({ kind: "truncated" }));
  });
}
