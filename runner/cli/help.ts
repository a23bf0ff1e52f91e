import { version } from "../version.ts";

const project = `Project
  --template, -t FILE        a template to load; may be repeated (default: every
                             template.yaml, .yml or .json in the workspace)
  --workspace DIR            the workspace folder (default: the current folder)
  --parameter-overrides K=V  values of template parameters; may be repeated
  --env-vars FILE            JSON with variables per function, as SAM CLI takes it
  --env-file FILE            a .env file besides those of the workspace; may be repeated
  --region REGION            (default: AWS_REGION, or us-east-1)`;

const engine = `Engine
  --engine ENGINE            auto, container or process (default: auto, which takes
                             containers when a container engine answers)
  --image RUNTIME=IMAGE      another image for a runtime; may be repeated
  --code-transfer WAY        auto, mount or copy: how code gets into containers
  --pass-credentials         give functions this shell's AWS credentials
  --profile NAME             give functions the credentials of this AWS profile`;

const texts: Readonly<Record<string, string>> = {
  start: `pilotlight start: runs the workspace's functions until Ctrl-C.

Usage: pilotlight start [options]

  --port PORT                of the Lambda API (default: 3001; 0 picks a free one)
  --idle-timeout SECONDS     stop environments that were idle so long (default: 600)
  --concurrency N            the account's concurrency limit (default: 1000)
  --while-used               stop when no client holds the runner any more, for
                             editors that start one; a minute is left for the first
  --detached                 go on when the program that reads its output is gone
  --no-measure               measure no empty starts and no imports for the estimates
                             that editors show
  --json                     one JSON object a line: ready, invocation, log, reload …

Reload
  --no-watch                 keep the code and templates as they are at the start
  --watch-polling            look for changes again and again, for file systems that
                             tell of none, such as network drives
  --watch-ignore PATTERN     files not to watch, as in .gitignore; may be repeated
  --spares N                 keep N functions' next environments booted (default: 3)
  --spare-memory MB          for all of these together (default: 512)

When it is up, standard output has the address of the Lambda API; everything else goes
to standard error. Exit code: 0 after Ctrl-C or \`pilotlight stop\`, 2 wrong usage, 3
something on this machine is missing, such as a usable template, an engine or the port.

${project}

${engine}`,
  invoke: `pilotlight invoke: calls a function and prints its answer.

Usage: pilotlight invoke FUNCTION [options]

  --event, -e EVENT          a file, - for standard input, or JSON text (default: {})
  --json                     answer, log, figures and build as one JSON object

The answer goes to standard output, the log to standard error. Uses the workspace's
running runner, or one of its own for this call. Exit code: 0 success, 1 the function
failed, 2 wrong usage, 3 something on this machine is missing.

Examples
  pilotlight invoke hello
  pilotlight invoke hello --event event.json
  echo '{"name": "Ada"}' | pilotlight invoke hello --event -

${project}

${engine}`,
  list: `pilotlight list: lists the functions of the workspace and what is wrong with them.

Usage: pilotlight list [options]

  --json                     an array of objects; problems as one object a line on
                             standard error, as \`start --json\` writes them

${project}`,
  estimate: `pilotlight estimate: says what functions cost on AWS, and how long they take to start.

Usage: pilotlight estimate [FUNCTION] [options]

  --calls N                  calls a month of each function (default: what the file
                             pilotlight-traffic.json beside the template says, or
                             1000000)
  --fail-over LIMITS         exit code 1 when a function is over: cost=5/month (before
                             the free tier), cost=2.50/million, cold=800ms, memory=400MB;
                             commas between several
  --json                     one JSON object, each figure with where it comes from
  --known                    one JSON object with what the figures are made from: runs of
                             each function, newest first, its code, this machine's empty starts

From runs that are kept already: nothing is started. A function that never ran has an
estimated cold start and no cost; with a limit on its cost it counts as over. With a
FUNCTION each figure says where it comes from. Exit code: 0 within the limits, 1 over,
2 wrong usage, 3 something on this machine is missing.

Examples
  pilotlight estimate
  pilotlight estimate hello --calls 5000000
  pilotlight estimate --fail-over "cost=5/month,cold=800ms"

${project}`,
  logs: `pilotlight logs: shows a function's log.

Usage: pilotlight logs FUNCTION [options]

  --follow, -f               go on with new lines until Ctrl-C
  --since WHEN               lines since then: 90s, 10m, 2h, 1d, or an ISO date
  --filter TEXT              lines that contain this text
  --limit N                  at most the newest N lines (default: 1000)
  --json                     one JSON object a line
  --workspace DIR            the workspace folder (default: the current folder)`,
  tune: `pilotlight tune: says what a function takes and costs at other memory sizes.

Usage: pilotlight tune FUNCTION [options]

  --event, -e EVENT          call it with this: a file, - for standard input, or JSON
                             text (default: the runs at hand, or {} if they are few)
  --runs N                   warm runs to go by (default: 5, and 3 at a size)
  --verify                   run it at some sizes, too, with the share of CPU and the
                             memory that come with them; needs containers
  --sizes MB,MB              verify at these sizes
  --apply                    write the recommended memory into the template
  --json                     everything as one JSON object

Tells CPU time from waiting in some runs of this machine, and works out duration and
cost from 128 to 10,240 MB. The function is really called: --runs and two times more to
warm up, and as often again for each size that is verified. The table goes to standard
output, progress to standard error. Exit code: 0 success, 1 the function failed, 2 wrong
usage, 3 something on this machine is missing, also after Ctrl-C.

Examples
  pilotlight tune hello --event event.json
  pilotlight tune hello --event event.json --sizes 128,512,1769

${project}

${engine}`,
  stop: `pilotlight stop: stops the workspace's runner and everything it started.

Usage: pilotlight stop [--workspace DIR]`,
};

/** The help of a command, or of all of them. */
export function help(command: string | undefined): string {
  const text = command === undefined ? undefined : texts[command];
  return text === undefined ? overview : `${text}\n`;
}

const overview = `Pilot Light ${version}: AWS Lambda, locally.

Usage: pilotlight COMMAND [options]

  start              run the workspace's functions and answer AWS SDKs and the AWS CLI
  invoke FUNCTION    call a function and print its answer
  list               list the functions and what is wrong with them
  estimate           what functions cost on AWS, and how long they take to start
  logs FUNCTION      show a function's log
  tune FUNCTION      say what it takes and costs at other memory sizes
  stop               stop the workspace's runner

Start here: \`pilotlight list\`, then \`pilotlight invoke FUNCTION\`. While \`pilotlight
start\` runs, SDKs and the AWS CLI reach the functions, too:
  aws lambda invoke --endpoint-url http://127.0.0.1:3001 --function-name NAME out.json

  pilotlight COMMAND --help    says more
  pilotlight --version         says the version
`;
