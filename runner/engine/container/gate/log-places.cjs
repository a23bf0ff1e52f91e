"use strict";
// Loaded into Node.js while it is debugged: what the function writes says which code wrote it. A mark of ours stands in each
// line for that, with the frames of the stack, the innermost first; the runner takes it out again. Plain CommonJS for
// every version that Lambda has.
const fs = require("fs");

Reflect.deleteProperty(require.cache, __filename);

/** Enough to get from a bundled logger to who calls it. */
const maxFrames = 8;

/** Has the standard streams mark what is written to them. */
function markStreams() {
  for (const stream of [process.stdout, process.stderr]) markStream(stream);
  markSynchronousWrites();
}

function markStream(stream) {
  const { write } = stream;
  let isAtLineStart = true;
  stream.write = function markedWrite(chunk, encoding, callback) {
    const isText = typeof chunk === "string" && (typeof encoding !== "string" || /^utf-?8$/i.test(encoding));
    if (!isText && !(chunk instanceof Uint8Array)) return write.call(this, chunk, encoding, callback);
    const isMarked = isAtLineStart;
    if (chunk.length > 0) isAtLineStart = chunk[chunk.length - 1] === (isText ? "\n" : 10);
    if (isText) return write.call(this, marked(chunk, markedWrite, isMarked), encoding, callback);
    const mark = isMarked ? markOf(markedWrite) : "";
    return write.call(this, mark === "" ? chunk : Buffer.concat([Buffer.from(mark), chunk]), encoding, callback);
  };
}

/** Loggers that are in a hurry write to the descriptor itself. */
function markSynchronousWrites() {
  const { writeSync } = fs;
  fs.writeSync = function markedWrite(fd, ...rest) {
    const mark = fd === 1 || fd === 2 ? markOf(markedWrite) : "";
    if (mark !== "") {
      try {
        // Apart from the rest, for what is returned is the length of that.
        writeSync(fd, mark);
      } catch {
        // The reader is slow; the line does without.
      }
    }
    return writeSync(fd, ...rest);
  };
}

/** The text, its lines marked. `callee` is the innermost function that is not to be seen in the frames. */
function marked(text, callee, isAtLineStart = true) {
  const mark = markOf(callee);
  return mark === "" ? text : (isAtLineStart ? mark : "") + text.replace(/\n(?!$)/g, () => `\n${mark}`);
}

function markOf(callee) {
  const frames = framesBelow(callee)
    .filter((frame) => !frame.includes("\n") && !frame.includes("\u001e"))
    .slice(0, maxFrames);
  return frames.length === 0 ? "" : `\u001epilotlight from ${frames.join(" ")}\u001e`;
}

/** As they stand in a stack trace, those of Node.js left out. */
function framesBelow(callee) {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder = {};
  // Does nothing where a function has frozen them.
  Reflect.set(Error, "stackTraceLimit", 40);
  Reflect.set(Error, "prepareStackTrace", (_, sites) => sites);
  try {
    Error.captureStackTrace(holder, callee);
    const sites = Array.isArray(holder.stack) ? holder.stack : [];
    return sites.flatMap((site) => {
      const file = site.getFileName();
      if (!file || !/^(file:|\/|[A-Za-z]:)/.test(file)) return [];
      return [`(${file}:${site.getLineNumber()}:${site.getColumnNumber()})`];
    });
  } finally {
    Reflect.set(Error, "prepareStackTrace", prepareStackTrace);
    Reflect.set(Error, "stackTraceLimit", stackTraceLimit);
  }
}

exports.markStreams = markStreams;
exports.marked = marked;
