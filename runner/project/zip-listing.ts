import { openPromise } from "yauzl";

/** The files in a zip archive with their unpacked sizes in bytes, read from its directory alone. */
export async function listZip(archive: string): Promise<Map<string, number>> {
  const zip = await openPromise(archive, { autoClose: false });
  try {
    const files = new Map<string, number>();
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith("/")) files.set(entry.fileName, entry.uncompressedSize);
    }
    return files;
  } finally {
    zip.close();
  }
}
