#!/usr/bin/env node
import { main } from "./cli/main.ts";

const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait; what is left is cleaned up at the next start.
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  });
}
// A reader that went away, as in `pilotlight logs | head`, is no reason to complain.
process.stdout.on("error", () => abort.abort());

process.exitCode = await main(process.argv.slice(2), process, process.cwd(), abort.signal);
