import { StringDecoder } from "node:string_decoder";
import { markedLine, type MarkedLine } from "../engine/line-frames.ts";
import type { LogLine } from "./invocation.ts";
import { logTailLimitBytes } from "../model/payload-limits.ts";

/**
 * Turns an environment's output into log lines and remembers the end of the current invocation's log. What arrives
 * belongs to the invocation that runs at that moment, unless it names the one before: container engines hand output
 * over in their own time, and the runtimes of Node.js and Python write the request id into most of their lines.
 */
export class LogCollector {
  readonly #of: Pick<LogLine, "functionName" | "environmentId" | "logStream">;
  readonly #emit: (line: LogLine) => void;
  readonly #isDebugged: boolean;
  #decoder = new StringDecoder("utf8");
  #partialLine = "";
  #requestId: string | undefined;
  #lastRequestId: string | undefined;
  #tail: string[] = [];
  #tailLength = 0;

  constructor(
    of: Pick<LogLine, "functionName" | "environmentId" | "logStream">,
    emit: (line: LogLine) => void,
    { isDebugged }: { readonly isDebugged: boolean },
  ) {
    this.#of = of;
    this.#emit = emit;
    this.#isDebugged = isDebugged;
  }

  /** From now on lines belong to this invocation; undefined for the init phase and between invocations. */
  setInvocation(requestId: string | undefined): void {
    this.#lastRequestId = this.#requestId ?? this.#lastRequestId;
    this.#requestId = requestId;
  }

  /** Output of the function, in pieces as they come. */
  write(chunk: Buffer): void {
    const lines = (this.#partialLine + this.#decoder.write(chunk)).split("\n");
    this.#partialLine = lines.pop() ?? "";
    for (const line of lines) this.#addOutput(line);
  }

  /** Ends a line that the function left open. */
  flush(): void {
    const rest = this.#partialLine + this.#decoder.end();
    this.#decoder = new StringDecoder("utf8");
    this.#partialLine = "";
    if (rest !== "") this.#addOutput(rest);
  }

  writePlatform(line: string | undefined): void {
    if (line !== undefined) this.#add("platform", { text: line, frames: undefined }, this.#requestId);
  }

  /** Takes the end of the log since it was last taken: at most 4 KB of UTF-8. */
  takeTail(): string {
    const text = this.#tail.join("");
    this.#tail = [];
    this.#tailLength = 0;
    const bytes = Buffer.from(text);
    if (bytes.length <= logTailLimitBytes) return text;
    let start = bytes.length - logTailLimitBytes;
    // Not in the middle of a character.
    while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
    return bytes.toString("utf8", start);
  }

  #addOutput(output: string): void {
    // Runtimes whose output is a pipe write a message of several lines with carriage returns, so that it stays one
    // event; a terminal would print its lines over each other.
    const { text: line, frames } = this.#isDebugged ? markedLine(output) : { text: output, frames: undefined };
    const text = line.replace(/\r$/, "").replaceAll("\r", "\n");
    const last = this.#lastRequestId;
    this.#add("function", { text, frames }, last !== undefined && text.includes(last) ? last : this.#requestId);
  }

  #add(source: LogLine["source"], { text, frames }: MarkedLine, requestId: string | undefined): void {
    this.#tail.push(text + "\n");
    this.#tailLength += text.length + 1;
    // A character is at least a byte, so what is dropped here can't be within the last 4 KB.
    while (this.#tailLength - (this.#tail[0]?.length ?? 0) > logTailLimitBytes) {
      this.#tailLength -= this.#tail.shift()?.length ?? 0;
    }
    const written = frames === undefined ? {} : { frames };
    this.#emit({ ...this.#of, requestId, timeMs: Date.now(), source, text, ...written });
  }
}
