import type Docker from "dockerode";
import { Failure } from "../../model/failure.ts";
import { packFolder } from "./folder-archive.ts";

export interface FolderCopy {
  /** On this machine. */
  readonly folder: string;
  /** In the container: a volume, which takes files even where everything else is read-only. */
  readonly path: string;
  /** Whether files are executable where they are on this machine, or all of them. */
  readonly executable: "as-on-disk" | "all";
}

/**
 * Copies a folder's content into a container, running or not.
 *
 * @throws Failure `code-missing` when the folder can't be read; else what the engine's client throws
 */
export async function copyFolder(
  docker: Docker,
  id: string,
  { folder, path, executable }: FolderCopy,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const archive = packFolder(folder, executable);
    await docker
      .getContainer(id)
      .putArchive(archive, { path, ...(signal === undefined ? {} : { abortSignal: signal }) });
  } catch (error) {
    if (!isFileError(error)) throw error;
    const message = `${folder} can't be read: ${error.message}. Build the function again.`;
    throw new Failure("code-missing", message, { cause: error });
  }
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  const { syscall, path } = error as NodeJS.ErrnoException;
  return error instanceof Error && path !== undefined && syscall !== undefined && syscall !== "connect";
}
