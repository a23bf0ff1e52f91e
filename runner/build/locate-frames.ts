import { realpathSync } from "node:fs";
import { stackFrames, type StackFrame } from "../model/stack-frames.ts";
import { isBelow } from "../watch/is-below.ts";
import { codeRoots, frameCandidates, type FramePlaces } from "./frame-candidates.ts";
import { OriginalPlaces, type CodePlace } from "./original-places.ts";

/** A place in a text that leads to a file which a person edits. */
export interface LocatedFrame {
  /** Offsets in the text, in UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Absolute path. */
  readonly file: string;
  /** The first is 1. */
  readonly line: number;
  /** The first is 1; null where neither the runtime nor a source map tells. */
  readonly column: number | null;
}

/**
 * Leads the frames of stack traces back to the sources: out of `/var/task` and of the folders that builds made,
 * through source maps where there are any, whether the runtime used them or not. Frames of packages, of runtimes and of
 * code that is not on this machine are left out; never throws.
 */
export async function locateFrames(text: string, places: FramePlaces): Promise<LocatedFrame[]> {
  const originals = new OriginalPlaces();
  const ownRoots = codeRoots(places).map((root) => realPath(root) ?? root);
  // May lie in the workspace; nobody edits it.
  const storage = realPath(places.storageFolder) ?? places.storageFolder;
  const isOwn = ({ file }: CodePlace): boolean => {
    const real = realPath(file);
    if (real === undefined || inPackages.test(real) || isBelow(real, storage)) return false;
    return places.build?.inputs.files.has(real) === true || ownRoots.some((root) => isBelow(real, root));
  };
  const located = await Promise.all(
    stackFrames(text).map(async (frame) => {
      const place = await firstPlace(frame, places, originals, isOwn);
      return place && { start: frame.start, end: frame.end, ...place, column: place.column ?? null };
    }),
  );
  return located.filter((frame) => frame !== undefined);
}

async function firstPlace(
  { path, line, column }: StackFrame,
  places: FramePlaces,
  originals: OriginalPlaces,
  isOwn: (place: CodePlace) => boolean,
): Promise<CodePlace | undefined> {
  for (const file of frameCandidates(path, places)) {
    if (realPath(file) === undefined) continue;
    const place = { file, line, column };
    const original = await originals.of(place);
    if (original && isOwn(original)) return original;
    // Compiled code that a person has the sources of elsewhere; without a map it is the source itself.
    if (isOwn(place)) return place;
    // A bundle's code of a package: no other file is any nearer.
    if (original) return undefined;
  }
  return undefined;
}

/** What package managers bring, in whichever language. */
const inPackages =
  /[\\/](?:node_modules|site-packages|dist-packages|vendor[\\/]bundle|\.cargo[\\/]registry|pkg[\\/]mod|\.m2|\.gradle)[\\/]/;

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
