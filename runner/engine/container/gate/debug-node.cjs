"use strict";
// Loaded into Node.js by NODE_OPTIONS, before everything else: the runtime waits here for a debugger. Plain CommonJS for
// every version that Lambda has. A spare waits for its code before.
const { isMainThread } = require("worker_threads");

// Worker threads load it again, and may look into the cache.
Reflect.deleteProperty(require.cache, __filename);

if (process.env.PILOTLIGHT_GATE !== undefined) require("./node.cjs");
const address = process.env.PILOTLIGHT_DEBUG;
// Images may start their runtime by npx, which is not what is debugged.
const isLauncher = /[\\/]np[mx](-cli)?(\.js)?$/.test(process.argv[1] || "");
if (isMainThread && !isLauncher && address !== undefined) {
  delete process.env.PILOTLIGHT_DEBUG;
  // Programs that the function starts must not load this.
  const others = (process.env.NODE_OPTIONS || "").replace(`--require ${__filename}`, "").trim();
  if (others === "") delete process.env.NODE_OPTIONS;
  else process.env.NODE_OPTIONS = others;
  wait(address);
}

function wait(listen) {
  const fs = require("fs");
  const inspector = require("inspector");
  const [host, port] = listen.split(":");
  // Unless the function's own options have it listen already.
  if (inspector.url() === undefined) open(inspector, Number(port), host);
  fs.writeSync(1, `\u001epilotlight debugger at ${new URL(inspector.url()).port}\u001e\n`);
  inspector.waitForDebugger();
  fs.writeSync(1, "\u001epilotlight debugger done\u001e\n");
  require("./log-places.cjs").markStreams();
}

/** Without the warning of a public address, which would stand in the function's log: the engine forwards 127.0.0.1 alone. */
function open(inspector, port, host) {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    inspector.open(port, host);
  } finally {
    process.emitWarning = emitWarning;
  }
}
