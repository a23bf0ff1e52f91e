import { findRuntime } from "../model/runtimes.ts";

/** A handler that does nothing, as a file. */
export interface EmptyHandler {
  readonly file: string;
  readonly text: string;
  /** Of the function's configuration. */
  readonly handler: string;
}

/** Undefined for runtimes whose handlers have to be compiled: Java, .NET. */
export function emptyHandler(runtime: string): EmptyHandler | undefined {
  const known = findRuntime(runtime);
  return known && handlers[known.family];
}

/** The next event is asked for as soon as it can be; it never comes. */
const bootstrap = String.raw`#!/bin/bash
exec 3<>"/dev/tcp/${"$"}{AWS_LAMBDA_RUNTIME_API%:*}/${"$"}{AWS_LAMBDA_RUNTIME_API##*:}"
printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n' "$AWS_LAMBDA_RUNTIME_API" >&3
read -r answer <&3
`;

const handlers: Readonly<Partial<Record<string, EmptyHandler>>> = {
  nodejs: { file: "index.js", text: "exports.handler = async () => {};\n", handler: "index.handler" },
  python: { file: "index.py", text: "def handler(event, context):\n    pass\n", handler: "index.handler" },
  ruby: { file: "index.rb", text: "def handler(event:, context:)\nend\n", handler: "index.handler" },
  provided: { file: "bootstrap", text: bootstrap, handler: "bootstrap" },
};
