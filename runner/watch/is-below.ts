import { sep } from "node:path";

/** Whether an absolute path lies inside a folder; the folder itself does not. */
export function isBelow(path: string, folder: string): boolean {
  return path.length > folder.length && path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
