/**
 * Runs the sample: starts a runner on `sample/template.yaml`, invokes both of its functions and prints what they log
 * and return. Stays up until Ctrl-C; with `--once` stops the runner and ends, with 1 when an invocation failed.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import { eventText } from "../runner/cli/printing.ts";
import type { RunnerEvent } from "../runner/control/protocol.ts";

const root = join(import.meta.dirname, "..");
const cli = join("dist", "cli.js");
const template = "sample/template.yaml";
const event = "sample/events/hello.json";
const functions = ["HelloTypeScript", "HelloPython"];
const isWindows = process.platform === "win32";

interface Runner {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Resolves to the exit code; null after a signal. */
  readonly exited: Promise<number | null>;
  /** Address of the Lambda API; undefined when the runner exited instead of getting ready. */
  readonly lambdaApi: string | undefined;
  readonly isPortTaken: boolean;
}

let running: Runner["child"] | undefined;
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(signal));

process.exitCode = await main();

async function main(): Promise<number> {
  heading(`Starting the runner on ${template}`);
  let runner = await startRunner([]);
  if (runner.isPortTaken && !isStopping) {
    heading("Port 3001 is taken, so the Lambda API takes a free one");
    runner = await startRunner(["--port", "0"]);
  }
  if (runner.lambdaApi === undefined) return isStopping ? 0 : ((await runner.exited) ?? 1);

  let failures = 0;
  for (const name of functions) {
    if (!isStopping && !(await invoke(name))) failures += 1;
  }
  if (process.argv.includes("--once")) stop("SIGTERM");
  else if (!isStopping) sayWhereItListens(runner.lambdaApi);
  const code = await runner.exited;
  if (!isStopping) {
    heading(`The runner ended by itself (${code ?? "killed"})`);
    return code ?? 1;
  }
  return failures > 0 ? 1 : 0;
}

async function startRunner(portArguments: readonly string[]): Promise<Runner> {
  const child = spawn(process.execPath, [cli, "start", "--template", template, "--json", ...portArguments], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // A terminal's Ctrl-C goes to the whole process group, and the runner would get it twice: once more from here.
    detached: !isWindows,
  });
  running = child;
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    errors += chunk;
    process.stderr.write(chunk);
  });
  const exited = exitCode(child);
  // Ends without an answer when the runner exits, as that closes its output.
  const lambdaApi = await readLambdaApi(child.stdout);
  if (lambdaApi === undefined) await exited;
  return { child, exited, lambdaApi, isPortTaken: lambdaApi === undefined && /port \S+ is taken/i.test(errors) };
}

/** Resolves once the runner is ready, or has ended without ever being so. Tells the problems it finds, and what it reloads. */
function readLambdaApi(output: Readable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: output });
    lines.on("line", (line) => {
      const event = JSON.parse(line) as RunnerEvent;
      if (event.event === "ready") resolve(event.lambdaApi);
      if (event.event === "problem" && event.severity !== "info") console.log(`Note: ${event.message}`);
      if (event.event === "reload" || event.event === "project") console.log(eventText(event));
    });
    lines.on("close", () => resolve(undefined));
  });
}

/** Returns whether the function answered without an error. */
async function invoke(name: string): Promise<boolean> {
  const child = spawn(process.execPath, [cli, "invoke", name, "--event", event, "--template", template], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [result, log, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode(child)]);
  heading(`Log of ${name}`);
  process.stdout.write(log);
  heading(`Result of ${name}`);
  process.stdout.write(result.endsWith("\n") ? result : `${result}\n`);
  return code === 0;
}

async function exitCode(child: Runner["child"]): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

function sayWhereItListens(lambdaApi: string): void {
  heading(`The Lambda API listens at ${lambdaApi}`);
  console.log(
    [
      "Invoke with the AWS CLI, any region and credentials will do:",
      `  aws lambda invoke --endpoint-url ${lambdaApi} --function-name HelloTypeScript \\`,
      `    --cli-binary-format raw-in-base64-out --payload file://${event} /dev/stdout`,
      "or without it, from this folder in another terminal:",
      `  npm run --silent pilotlight -- invoke HelloTypeScript --event ${event} -t ${template}`,
      "Edit sample/hello-typescript/src/greeting.ts, save it and call again: the new code runs.",
      "Press Ctrl-C to stop.",
    ].join("\n"),
  );
}

function stop(signal: NodeJS.Signals): void {
  isStopping = true;
  // On Windows the console hands Ctrl-C to the runner itself, and sending it from here would kill it at once.
  if (!(isWindows && signal === "SIGINT")) running?.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
}

function heading(title: string): void {
  console.log(`\n— ${title}`);
}
