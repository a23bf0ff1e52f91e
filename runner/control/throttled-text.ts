import type { InvokeReply } from "./protocol.ts";

/** What people are told of a call that was throttled. */
export function throttledText(functionName: string, { payload: reason }: Pick<InvokeReply, "payload">): string {
  return `${functionName} was throttled (${reason}). Raise its concurrency in the template, or wait for running calls to end.`;
}
