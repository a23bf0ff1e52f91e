import { readSync, writeSync } from "node:fs";

/**
 * Where a spare waits, everything of ours loaded and nothing of the function's: it says that it has arrived and goes on
 * when a byte comes. The end of the input is the end of the runner. Whatever is no spare goes on at once.
 */
export function waitAtGate() {
  const mark = process.env["PILOTLIGHT_GATE"];
  if (mark === undefined) return;
  delete process.env["PILOTLIGHT_GATE"];
  writeSync(1, `${mark}\n`);
  if (!readByte()) process.exit(0);
}

function readByte() {
  const byte = new Uint8Array(1);
  while (true) {
    try {
      return readSync(0, byte) === 1;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      // Windows' word for the end of a pipe.
      if (code === "EOF") return false;
      if (code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
