import { writeSync } from "node:fs";
import inspector from "node:inspector";
import { createRequire } from "node:module";
import { markLinesBy } from "./log.mjs";

/**
 * Listens for a debugger and waits until one has attached and lets the program go on: nothing of the function's has been
 * read by then. What is written is for the runner.
 *
 * @param {string} address `host:port`; 0 is a free port
 */
export function waitForDebugger(address) {
  const [host, port] = address.split(":");
  // Unless the function's own options have it listen already.
  if (inspector.url() === undefined) inspector.open(Number(port), host);
  writeSync(1, `\u001epilotlight debugger at ${new URL(inspector.url() ?? "").port}\u001e\n`);
  inspector.waitForDebugger();
  writeSync(1, "\u001epilotlight debugger done\u001e\n");
  markLines();
}

/** From here on, what is written says which code wrote it. */
function markLines() {
  const places = process.env["PILOTLIGHT_LOG_PLACES"];
  if (places === undefined) return;
  delete process.env["PILOTLIGHT_LOG_PLACES"];
  const { markStreams, marked } = createRequire(import.meta.url)(places);
  markStreams();
  markLinesBy(marked);
}
