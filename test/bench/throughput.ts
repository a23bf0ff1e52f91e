import { BenchRunner, type EngineName } from "./bench-runner.ts";
import { Child } from "./child.ts";
import type { Figure } from "./figure.ts";
import { KeepAliveClient } from "../harness/keep-alive-client.ts";
import { percentile } from "./percentile.ts";
import { echo as echoFunction, functionsOf } from "./sample-function.ts";

const roundMs = 1_000;
const rounds = 5;
const event = JSON.stringify({ message: "x".repeat(200) });

/** Calls a second with so many in flight, beside an echo server: the median of rounds that take turns. */
export async function throughput(engines: readonly EngineName[]): Promise<Figure[]> {
  await using scope = new AsyncDisposableStack();
  const echo = scope.use(await Child.start([new URL("echo-server.ts", import.meta.url).pathname]));
  const targets = [{ name: "echo", open: (sockets: number) => new KeepAliveClient(echo.firstLine, sockets) }];
  for (const engine of engines) {
    const runner = scope.use(await BenchRunner.start(engine, functionsOf(echoFunction, ["echo"])));
    targets.push({ name: engine, open: (sockets) => runner.client("echo", sockets) });
  }
  const figures: Figure[] = [];
  for (const inFlight of [1, 8, 32]) figures.push(...(await atOnce(targets, inFlight)));
  return figures;
}

interface Target {
  readonly name: string;
  readonly open: (maxSockets: number) => KeepAliveClient;
}

async function atOnce(targets: readonly Target[], inFlight: number): Promise<Figure[]> {
  using scope = new DisposableStack();
  const measured = targets.map(({ name, open }) => ({
    name,
    client: scope.use(open(inFlight)),
    rates: [] as number[],
  }));
  // Makes the environments that so many calls at once need.
  for (const { client } of measured) await callsASecond(client, inFlight);
  for (let round = 0; round < rounds; round++) {
    for (const { client, rates } of measured) rates.push(await callsASecond(client, inFlight));
  }
  const floor = percentile(measured[0]?.rates ?? [], 50);
  return measured.map(({ name, rates }, index) => {
    const value = percentile(rates, 50);
    const isFloor = index === 0;
    const label = `${inFlight} in flight, ${name}`;
    return { name: label, value, unit: "calls/s", samples: rounds, ...(isFloor ? {} : { timesFloor: value / floor }) };
  });
}

async function callsASecond(client: KeepAliveClient, inFlight: number): Promise<number> {
  const startMs = performance.now();
  let calls = 0;
  const callOneAfterTheOther = async (): Promise<void> => {
    while (performance.now() - startMs < roundMs) {
      const answer = await client.post(event);
      if (answer.body !== event) throw new Error(`Not the event came back but ${answer.status} ${answer.body}`);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, callOneAfterTheOther));
  return calls / ((performance.now() - startMs) / 1000);
}
