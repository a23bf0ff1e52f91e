"use strict";
// Loaded into Node.js before AWS's runtime: a spare waits here, its interpreter booted. Plain CommonJS for every version
// that Lambda has.
const fs = require("fs");
const { isMainThread } = require("worker_threads");
// Half of the time from here to the runtime's first request, for its client needs it. Nothing that only some functions
// need (`https` is 5 MB): what is measured as their memory would be ours.
require("http");

// Worker threads and forked processes would inherit what is in here.
const own = process.execArgv.indexOf(__filename);
if (own > 0) process.execArgv.splice(own - 1, 2);
Reflect.deleteProperty(require.cache, __filename);

const mark = process.env.PILOTLIGHT_GATE;
if (isMainThread && mark !== undefined) {
  delete process.env.PILOTLIGHT_GATE;
  fs.writeSync(1, `${mark}\n`);
  wait();
}

/** Until a byte comes. The end of the input is the end of the runner. */
function wait() {
  const byte = Buffer.alloc(1);
  for (;;) {
    try {
      if (fs.readSync(0, byte, 0, 1, null) === 0) process.exit(0);
      return;
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      // An input that others have made non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
