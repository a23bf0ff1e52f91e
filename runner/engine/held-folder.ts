import { stat } from "node:fs/promises";
import { Failure } from "../model/failure.ts";
import type { LambdaFunction } from "../model/function.ts";

/** A folder that a spare holds open, as a mount or as its working directory. */
export interface HeldFolder {
  /** @throws Failure `spare-stale` when another folder has its path now, `code-missing` when none has */
  requireSame(): Promise<void>;
}

/**
 * Remembers the code folder with which a spare starts. Tools that empty their output folder by removing it leave a spare
 * with the one that is gone, and it would run what stood there.
 *
 * @throws Failure `code-missing`
 */
export async function holdFolder(path: string, fn: LambdaFunction): Promise<HeldFolder> {
  const identity = await identityOf(path, fn);
  return {
    requireSame: async () => {
      if ((await identityOf(path, fn)) === identity) return;
      const message = `${path} was removed and made again while a spare of ${fn.name} waited in it. Start it without the spare.`;
      throw new Failure("spare-stale", message);
    },
  };
}

/** Of no other folder, for as long as somebody holds this one open. */
async function identityOf(path: string, fn: LambdaFunction): Promise<string> {
  try {
    // Some file systems have numbers that don't fit into a double.
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The code of ${fn.name} can't be read: ${reason}. Build the function, or correct its CodeUri.`;
    throw new Failure("code-missing", message, { cause: error });
  }
}
