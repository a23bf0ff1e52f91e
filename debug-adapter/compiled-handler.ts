import { existsSync } from "node:fs";
import { join } from "node:path";
import { handlerModule } from "../runner/model/handler-module.ts";

/** The JavaScript file that a Node.js handler is in, relative to the folder of the code; undefined when it is not there. */
export function compiledHandler(folder: string, handler: string | null): string | undefined {
  const module = handlerModule(handler ?? "") ?? "";
  return [".js", ".mjs", ".cjs"].map((ending) => module + ending).find((file) => existsSync(join(folder, file)));
}
