import { findRuntime } from "../model/runtimes.ts";

/** A handler that does nothing, as a file. */
export interface EmptyHandler {
  readonly file: string;
  readonly content: string | Uint8Array;
  /** Of the function's configuration. */
  readonly handler: string;
}

/** Undefined for runtimes whose handlers take more than a file: .NET. */
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

/**
 * Java has to be compiled: `javac -g:none --release 8` of
 * `public class Empty { public Object handle(Object event) { return null; } }`.
 */
const javaClass = Buffer.from(
  "yv66vgAAADQADAoAAgADBwAEDAAFAAYBABBqYXZhL2xhbmcvT2JqZWN0AQAGPGluaXQ+AQADKClWBwAIAQAFRW1wdHkBAARDb2RlAQAGaGFuZGxl" +
    "AQAmKExqYXZhL2xhbmcvT2JqZWN0OylMamF2YS9sYW5nL09iamVjdDsAIQAHAAIAAAAAAAIAAQAFAAYAAQAJAAAAEQABAAEAAAAFKrcAAbEAAAAA" +
    "AAEACgALAAEACQAAAA4AAQACAAAAAgGwAAAAAAAA",
  "base64",
);

const handlers: Readonly<Partial<Record<string, EmptyHandler>>> = {
  nodejs: { file: "index.js", content: "exports.handler = async () => {};\n", handler: "index.handler" },
  python: { file: "index.py", content: "def handler(event, context):\n    pass\n", handler: "index.handler" },
  ruby: { file: "index.rb", content: "def handler(event:, concontent:)\nend\n", handler: "index.handler" },
  java: { file: "Empty.class", content: javaClass, handler: "Empty::handle" },
  provided: { file: "bootstrap", content: bootstrap, handler: "bootstrap" },
};
