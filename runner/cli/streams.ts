import type { Readable, Writable } from "node:stream";

/** What the CLI sees of the world: tests hand it their own. */
export interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}
