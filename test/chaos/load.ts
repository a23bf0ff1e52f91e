import assert from "node:assert/strict";
import { KeepAliveClient } from "../harness/keep-alive-client.ts";

export interface LoadOptions {
  /** Of the function, which returns its event. */
  readonly url: string;
  readonly calls: number;
  readonly inFlight: number;
  /** Share of the calls that are asynchronous. */
  readonly eventShare: number;
  readonly random: () => number;
  /** How long the function works at most. */
  readonly maxWorkMs: number;
  /** Called before each call with its number. */
  readonly beforeCall: (call: number) => void;
}

export interface LoadResult {
  /** Synchronous calls that got their event back. */
  readonly succeeded: number;
  /** Request ids of synchronous calls whose runtime was killed. */
  readonly killed: readonly string[];
  /** Request ids of accepted events. */
  readonly accepted: readonly string[];
}

/** How a call ends whose runtime is killed: before it answers, or in the middle of that. */
const killedTypes = new Set(["Runtime.ExitError", "Runtime.TruncatedResponse"]);

/** Calls a function and fails at the first answer that is neither its event nor that its runtime was killed. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  using client = new KeepAliveClient(options.url, options.inFlight);
  const killed: string[] = [];
  const accepted: string[] = [];
  let succeeded = 0;
  let next = 0;
  const call = async (id: number): Promise<void> => {
    const isEvent = options.random() < options.eventShare;
    const event = JSON.stringify({ id, workMs: Math.floor(options.random() * options.maxWorkMs) });
    const answer = await client.post(event, isEvent ? { "X-Amz-Invocation-Type": "Event" } : {});
    const requestId = String(answer.headers["x-amzn-requestid"]);
    if (isEvent) {
      assert.equal(answer.status, 202, answer.body);
      accepted.push(requestId);
      return;
    }
    assert.equal(answer.status, 200, answer.body);
    if (answer.headers["x-amz-function-error"] === undefined) {
      assert.equal(answer.body, event);
      succeeded += 1;
    } else {
      assert.ok(killedTypes.has((JSON.parse(answer.body) as { errorType: string }).errorType), answer.body);
      killed.push(requestId);
    }
  };
  const worker = async (): Promise<void> => {
    while (next < options.calls) {
      const id = next++;
      options.beforeCall(id);
      await call(id);
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, worker));
  return { succeeded, killed, accepted };
}
