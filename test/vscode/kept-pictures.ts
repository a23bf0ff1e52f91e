import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Pictures that the README shows. */
const shown: ReadonlySet<string> = new Set(["result", "error", "tune-dark"]);
const folder = join(import.meta.dirname, "..", "..", "media", "pictures");

/** Puts a picture that the README shows in its place, when `PILOTLIGHT_KEEP_PICTURES` is set: each run's differs a little. */
export function keepPicture(name: string, path: string): void {
  if (process.env["PILOTLIGHT_KEEP_PICTURES"] === undefined || !shown.has(name)) return;
  mkdirSync(folder, { recursive: true });
  copyFileSync(path, join(folder, `${name}.png`));
}
