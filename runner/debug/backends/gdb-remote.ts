/** Detaches: the program goes on by itself. */
export const detachPacket = packet("D");

/**
 * What a client says to gdbserver, with a word on what it understands: LLDB expects that a program which hits a
 * breakpoint stands before it, and gdbserver does so only for clients that say `swbreak+`; LLDB does not, though it
 * understands the answers. Source: GDB's manual, General Query Packets.
 *
 * @param chunk as it was received; LLDB sends each packet at once
 */
export function withSoftwareBreakpoints(chunk: Buffer): Buffer {
  const text = chunk.toString("latin1");
  const [said = "", content = ""] = /\$(qSupported:[^#]*)#[0-9a-f]{2}/.exec(text) ?? [];
  if (said === "" || content.includes("swbreak+")) return chunk;
  return Buffer.from(
    text.replace(said, () => packet(`${content};swbreak+`)),
    "latin1",
  );
}

/** `$content#sum`. Source: GDB's manual, Remote Protocol Overview. */
function packet(content: string): string {
  const sum = Buffer.from(content, "latin1").reduce((total, byte) => (total + byte) % 256, 0);
  return `$${content}#${sum.toString(16).padStart(2, "0")}`;
}
