#!/usr/bin/env -S node --
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(
    `Pilot Light needs Node.js 22.13 or later, and this is ${process.versions.node} (${process.execPath}). Install a newer one from https://nodejs.org, or put it first on PATH.\n`,
  );
  process.exit(3);
}

// Some builds of Node.js, and of editors that contain it, go without.
const store: string = "node:sqlite";
if (!process.getBuiltinModule(store)) {
  process.stderr.write(
    `Pilot Light needs the module ${store}, which this Node.js ${process.versions.node} (${process.execPath}) has not. Install Node.js from https://nodejs.org, or put it first on PATH.\n`,
  );
  process.exit(3);
}

// Only now: an older Node.js lacks built-in modules that this needs.
const { main } = await import("./cli/main.ts");
const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait; what is left is cleaned up at the next start.
    if (abort.signal.aborted) process.exit(130);
    abort.abort();
  });
}
process.exitCode = await main(process.argv.slice(2), process, process.cwd(), abort.signal);
