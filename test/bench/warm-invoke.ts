import { BenchRunner, type EngineName } from "./bench-runner.ts";
import { Child } from "./child.ts";
import { atMostTimes, type Figure } from "./figure.ts";
import { KeepAliveClient } from "../harness/keep-alive-client.ts";
import { percentile } from "./percentile.ts";
import { echo as echoFunction, functionsOf } from "./sample-function.ts";

const blocks = 40;
const callsABlock = 60;
const warmUpCalls = 500;
const event = JSON.stringify({ message: "x".repeat(200) });

/**
 * One call after the other over one connection to a function that returns its event, beside an echo server and a bare
 * relay of the same shape. Short
 * blocks of each take turns, so that noise of the machine meets all of them.
 */
export async function warmInvoke(engines: readonly EngineName[]): Promise<Figure[]> {
  await using scope = new AsyncDisposableStack();
  const echo = scope.use(await Child.start([echoServer]));
  const relay = scope.use(await Child.start([relayServer]));
  const targets = [
    { name: "echo", client: scope.use(new KeepAliveClient(echo.firstLine, 1)), samples: [] as number[] },
    { name: "bare relay", client: scope.use(new KeepAliveClient(relay.firstLine, 1)), samples: [] as number[] },
  ];
  for (const engine of engines) {
    const runner = scope.use(await BenchRunner.start(engine, functionsOf(echoFunction, ["echo"])));
    targets.push({ name: engine, client: scope.use(runner.client("echo", 1)), samples: [] });
  }
  for (const { client } of targets) for (let call = 0; call < warmUpCalls; call++) await timed(client);
  for (let block = 0; block < blocks; block++) {
    for (const { client, samples } of targets) {
      for (let call = 0; call < callsABlock; call++) samples.push(await timed(client));
    }
  }
  const floor = targets[0]?.samples ?? [];
  return targets.flatMap(({ name, samples }) => [50, 95, 99].map((percent) => figure(name, samples, floor, percent)));
}

const echoServer = new URL("echo-server.ts", import.meta.url).pathname;
const relayServer = new URL("relay-server.ts", import.meta.url).pathname;

async function timed(client: KeepAliveClient): Promise<number> {
  const startMs = performance.now();
  const answer = await client.post(event);
  const tookMs = performance.now() - startMs;
  if (answer.body !== event) throw new Error(`Not the event came back but ${answer.status} ${answer.body}`);
  return tookMs;
}

function figure(name: string, samples: readonly number[], floor: readonly number[], percent: number): Figure {
  const value = percentile(samples, percent);
  const measured = { name: `warm call, ${name}, p${percent}`, value, unit: "ms", samples: samples.length } as const;
  if (samples === floor) return measured;
  const timesFloor = value / percentile(floor, percent);
  return {
    ...measured,
    timesFloor,
    ...(percent === 50 && name !== "bare relay" ? { goal: atMostTimes("echo", 3, timesFloor) } : {}),
  };
}
