import { thisHost } from "../host.ts";
import { Failure } from "../model/failure.ts";
import { version } from "../version.ts";
import { parseCommand } from "./arguments.ts";
import { estimate } from "./estimate.ts";
import { exitCodeOf, type ExitCode } from "./exit-code.ts";
import { help } from "./help.ts";
import { invoke } from "./invoke.ts";
import { list } from "./list.ts";
import { logs } from "./logs.ts";
import { start } from "./start.ts";
import { stop } from "./stop.ts";
import type { Streams } from "./streams.ts";
import { tune } from "./tune.ts";

/**
 * The CLI as a function of its arguments and streams. Results go to `stdout`, everything else to `stderr`. Resolves
 * to the exit code; rejects for bugs only. `interrupted` ends whatever is under way in good order.
 */
export async function main(
  argv: readonly string[],
  streams: Streams,
  cwd: string,
  interrupted: AbortSignal,
): Promise<ExitCode> {
  const readerGone = new AbortController();
  const signal = AbortSignal.any([interrupted, readerGone.signal]);
  try {
    const command = parseCommand(argv, cwd, thisHost(), new Date());
    const isDetached = command.name === "start" && command.isDetached;
    // A reader that went away, as in `pilotlight logs | head`, is no reason to complain.
    streams.stdout.on("error", () => {
      if (!isDetached) readerGone.abort();
    });
    if (isDetached) streams.stderr.on("error", () => undefined);
    switch (command.name) {
      case "help":
        streams.stdout.write(help(command.of));
        return 0;
      case "version":
        streams.stdout.write(`${version}\n`);
        return 0;
      case "start":
        return await start(command, streams, signal);
      case "invoke":
        return await invoke(command, streams, cwd, signal);
      case "list":
        return await list(command, streams);
      case "estimate":
        return await estimate(command, streams, new Date());
      case "logs":
        return await logs(command, streams, signal);
      case "tune":
        return await tune(command, streams, cwd, signal);
      case "stop":
        return await stop(command, streams);
    }
  } catch (error) {
    if (signal.aborted) return 3;
    if (!(error instanceof Failure)) throw error;
    streams.stderr.write(`${error.message}\n`);
    return exitCodeOf(error.code);
  }
}
