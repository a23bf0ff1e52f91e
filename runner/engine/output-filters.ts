import type { DebugLanguage } from "../model/debug-language.ts";
import { DebugOutput } from "./debug-output.ts";
import type { DebugWait } from "./debug-wait.ts";
import { debuggerSpeech } from "./debugger-speech.ts";
import { GateMarkFilter } from "./gate-mark.ts";
import type { SpareGate } from "./spare-gate.ts";

/** Passes on of a stream what is the function's. */
export interface OutputFilter {
  push(chunk: Buffer): void;
  /** Nothing more comes. */
  end(): void;
}

export interface Listeners {
  /** Of a spare. */
  readonly gate: SpareGate | undefined;
  /** Of what is debugged, with its language. */
  readonly debug: { readonly wait: DebugWait; readonly language: DebugLanguage } | undefined;
}

/** What a runtime's output goes through: marks of ours and a debugger's words are taken out of it and listened to. */
export function outputFilters(
  push: (content: Buffer) => void,
  { gate, debug }: Listeners,
): { readonly stdout: OutputFilter; readonly stderr: OutputFilter } {
  const inner = (): OutputFilter =>
    debug ? new DebugOutput(push, debug.wait, debuggerSpeech[debug.language]) : { push, end: () => undefined };
  const stdout = inner();
  return { stdout: gate ? gated(stdout, gate) : stdout, stderr: inner() };
}

/** A gate's mark is on standard output, and before all else. */
function gated(inner: OutputFilter, gate: SpareGate): OutputFilter {
  const marked = new GateMarkFilter(
    (content) => inner.push(content),
    () => gate.arrived(),
  );
  return {
    push: (chunk) => marked.push(chunk),
    end: () => {
      marked.end();
      inner.end();
    },
  };
}
