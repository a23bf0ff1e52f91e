import { greeting } from "./greeting.ts";

/** What an invocation brings: our own event, or a request of the HTTP API. */
interface HelloEvent {
  name?: string;
  queryStringParameters?: { name?: string };
}

interface HelloContext {
  awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

// Outside of the handler: runs once for each execution environment, in its init phase, and stays between invocations.
const word = process.env["GREETING"] ?? "Hello";
let invocations = 0;

export async function handler(event: HelloEvent, context: HelloContext) {
  invocations += 1;
  const name = event.name ?? event.queryStringParameters?.name ?? "world";
  console.log(`Greeting ${name}, invocation ${invocations} here, ${context.getRemainingTimeInMillis()} ms left`);
  return { message: greeting(word, name, new Date()), invocations };
}
