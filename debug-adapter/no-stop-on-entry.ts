import type { DebugReply } from "../runner/control/protocol.ts";

/** What to do where `stopOnEntry` is asked for and can't be had; undefined where it can. */
export function noStopOnEntry({
  functionName,
  language,
}: Pick<DebugReply, "functionName" | "language">): string | undefined {
  const kind = kinds.get(language);
  if (kind === undefined) return undefined;
  return (
    `${functionName} is not stopped on entry: ${kind} can't be. Set a breakpoint in the first line of its handler, or of ` +
    "what runs before that; it is hit from the very first call on."
  );
}

/** Of the languages whose debuggers stop nowhere before the code of the platform, which is none of the person's. */
const kinds: ReadonlyMap<DebugReply["language"], string> = new Map([
  ["java", "functions in Java"],
  ["native", "compiled custom runtimes"],
]);
