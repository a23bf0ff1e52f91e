import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";

/** A file by its text, or with a mode of its own. A mode of the link type makes the text the link's target. */
type Content = string | { readonly text: string; readonly mode: number };

/** A real archive with these entries. */
export async function zip(entries: Readonly<Record<string, Content>>): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    const { text, mode } = typeof content === "string" ? { text: content, mode: 0o100644 } : content;
    file.addBuffer(Buffer.from(text), name, { mode });
  }
  file.end();
  return buffer(file.outputStream);
}

/** The same archive with an entry renamed to what no honest tool writes; both names have the same length. */
export function renamed(archive: Buffer, from: string, to: string): Buffer {
  return Buffer.from(archive.toString("latin1").replaceAll(from, to), "latin1");
}

/** The same archive whose first entry states another size unpacked, as a zip bomb's would. */
export function stating(archive: Buffer, unpackedBytes: number): Buffer {
  const changed = Buffer.from(archive);
  const centralHeader = changed.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  changed.writeUInt32LE(unpackedBytes, centralHeader + 24);
  return changed;
}
