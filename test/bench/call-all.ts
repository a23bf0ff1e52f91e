import type { BenchRunner } from "./bench-runner.ts";
import { functionNames } from "./many-functions-project.ts";

/** Of all functions of the project, so many wait for their answer at a time. */
const inFlight = 8;

/** Calls each function of the project once. */
export async function callAll(runner: BenchRunner): Promise<void> {
  const left = [...functionNames];
  const callOneAfterTheOther = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await callOne(runner, name);
  };
  await Promise.all(Array.from({ length: inFlight }, callOneAfterTheOther));
}

export async function callOne(runner: BenchRunner, name: string): Promise<void> {
  using client = runner.client(name, 1);
  const { status, body } = await client.post("{}");
  if (status !== 200 || !body.startsWith(`{"from":"${name}"`)) throw new Error(`${name}: ${status} ${body}`);
}
