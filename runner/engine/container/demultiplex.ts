const headerBytes = 8;

export type OutputStream = "stdout" | "stderr";

/**
 * Takes apart the stream of an attached container without a terminal: frames of standard output and error, each behind
 * eight bytes of which the first names the stream and the last four are its length (Docker Engine API, "Attach to a container", stream format).
 * Content goes to `onContent` as it arrives, whole frames or not. Returns what is to be called with each chunk.
 */
export function demultiplexer(onContent: (content: Buffer, stream: OutputStream) => void): (chunk: Buffer) => void {
  const header = Buffer.alloc(headerBytes);
  let headerFilled = 0;
  let contentLeft = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (contentLeft > 0) {
        const content = chunk.subarray(at, at + contentLeft);
        at += content.length;
        contentLeft -= content.length;
        onContent(content, header[0] === 2 ? "stderr" : "stdout");
      } else {
        const copied = chunk.copy(header, headerFilled, at, at + headerBytes - headerFilled);
        at += copied;
        headerFilled += copied;
        if (headerFilled < headerBytes) return;
        headerFilled = 0;
        contentLeft = header.readUInt32BE(4);
      }
    }
  };
}
