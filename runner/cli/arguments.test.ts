import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { test } from "node:test";
import type { Host } from "../host.ts";
import { Failure } from "../model/failure.ts";
import { parseCommand, type Command } from "./arguments.ts";

const cwd = resolve(tmpdir());
const now = new Date("2026-01-02T03:04:05.000Z");

function parse(...argv: string[]): Command {
  const host: Host = { platform: "linux", env: {}, home: "/home/someone", tmp: "/tmp" };
  return parseCommand(argv, cwd, host, now);
}

function refusal(...argv: string[]): string {
  try {
    parse(...argv);
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.code, "usage");
    return error.message;
  }
  assert.fail(`${argv.join(" ")} was taken`);
}

for (const argv of [[], ["--help"], ["-h"], ["help"]]) {
  test(`shows what there is for "${argv.join(" ")}"`, () => {
    assert.deepEqual(parse(...argv), { name: "help", of: undefined });
  });
}

for (const argv of [
  ["help", "invoke"],
  ["invoke", "--help"],
  ["invoke", "-h"],
  ["invoke", "hello", "--event", "x.json", "--help"],
]) {
  test(`shows the command's help for "${argv.join(" ")}"`, () => {
    assert.deepEqual(parse(...argv), { name: "help", of: "invoke" });
  });
}

test("starts with the ports and limits people expect", () => {
  const command = parse("start");
  assert.ok(command.name === "start");
  const { port, accountConcurrency, idleTimeoutMs, engine, codeTransfer, root, passCredentials } = command.runner;
  assert.deepEqual(
    {
      ...{ port, accountConcurrency, idleTimeoutMs, engine, codeTransfer, root, passCredentials },
      json: command.json,
      whileUsed: command.whileUsed,
      isDetached: command.isDetached,
    },
    {
      port: 3001,
      accountConcurrency: 1000,
      idleTimeoutMs: 600_000,
      engine: "auto",
      codeTransfer: "auto",
      root: cwd,
      passCredentials: false,
      json: false,
      whileUsed: false,
      isDetached: false,
    },
  );
});

test("takes every option that may be repeated as often as it is given", () => {
  const command = parse(
    ...["start", "-t", "a.yaml", "--template=b.yaml", "--env-file", "1.env", "--env-file", "2.env"],
    ...["--parameter-overrides", "A=1", "--parameter-overrides", "B=2 C=3"],
    ...["--image", "nodejs24.x=mirror.example/node:24", "--image", "python3.13=mirror.example/python:3.13"],
  );
  assert.ok(command.name === "start");
  const { templates, envFiles, parameterOverrides, images } = command.runner;
  assert.deepEqual(templates, [resolve(cwd, "a.yaml"), resolve(cwd, "b.yaml")]);
  assert.deepEqual(envFiles, [resolve(cwd, "1.env"), resolve(cwd, "2.env")]);
  assert.deepEqual(parameterOverrides, { A: "1", B: "2", C: "3" });
  assert.deepEqual(images, {
    "nodejs24.x": "mirror.example/node:24",
    "python3.13": "mirror.example/python:3.13",
  });
});

test("invokes with the event as it was given", () => {
  for (const event of ["-", "events/a.json", '{"a":1}']) {
    const command = parse("invoke", "hello", "--event", event, "--json");
    assert.ok(command.name === "invoke");
    assert.deepEqual([command.functionName, command.event, command.json], ["hello", event, true]);
  }
});

const since = [
  ["90s", "2026-01-02T03:02:35.000Z"],
  ["10m", "2026-01-02T02:54:05.000Z"],
  ["2h", "2026-01-02T01:04:05.000Z"],
  ["1d", "2026-01-01T03:04:05.000Z"],
  ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"],
  ["2026-01-01", "2026-01-01T00:00:00.000Z"],
] as const;
for (const [text, expected] of since) {
  test(`reads --since ${text}`, () => {
    const command = parse("logs", "hello", "--since", text);
    assert.ok(command.name === "logs");
    assert.equal(new Date(command.sinceMs ?? NaN).toISOString(), expected);
  });
}

const refusals: readonly (readonly [argv: string[], message: string])[] = [
  [["frobnicate"], "There is no command frobnicate. See `pilotlight --help`."],
  [["help", "frobnicate"], "There is no command frobnicate. See `pilotlight --help`."],
  [["constructor"], "There is no command constructor. See `pilotlight --help`."],
  [["start", "--frob"], "There is no option --frob. See `pilotlight start --help`."],
  [["start", "-x"], "There is no option -x. See `pilotlight start --help`."],
  [["start", "hello"], 'pilotlight start takes options only, so "hello" is too much. See `pilotlight start --help`.'],
  [["invoke"], "pilotlight invoke needs the name of a function. See `pilotlight invoke --help`."],
  [
    ["invoke", "a", "b"],
    'pilotlight invoke takes one function and options, so "b" is too much. See `pilotlight invoke --help`.',
  ],
  [["invoke", "a", "--event"], "--event needs a value. See `pilotlight invoke --help`."],
  [
    ["invoke", "a", "--event", "--json"],
    "--event needs a value, and --json looks like an option; if it is the value, write --event=--json. See `pilotlight invoke --help`.",
  ],
  [["invoke", "a", "--json=yes"], "--json takes no value. See `pilotlight invoke --help`."],
  [
    ["start", "--port", "99999"],
    "--port takes a whole number from 0 to 65535, not 99999. See `pilotlight start --help`.",
  ],
  [["start", "--port", "1.5"], "--port takes a whole number from 0 to 65535, not 1.5. See `pilotlight start --help`."],
  [["start", "--port="], "--port takes a whole number from 0 to 65535, not . See `pilotlight start --help`."],
  [
    ["start", "--engine", "podman"],
    "--engine takes auto, container, process, not podman. See `pilotlight start --help`.",
  ],
  [["start", "--image", "nodejs24.x"], "--image takes RUNTIME=IMAGE, not nodejs24.x. See `pilotlight start --help`."],
  [
    ["logs", "a", "--since", "yesterday"],
    "--since takes 90s, 10m, 2h, 1d or an ISO date, not yesterday. See `pilotlight logs --help`.",
  ],
  [
    ["stop", "--workspace", "does-not-exist"],
    `The workspace ${resolve(cwd, "does-not-exist")} is not a folder. See \`pilotlight stop --help\`.`,
  ],
];
for (const [argv, message] of refusals) {
  test(`refuses "${argv.join(" ")}" and says what to do`, () => assert.equal(refusal(...argv), message));
}

test("refuses a parameter override without a name", () => {
  assert.match(refusal("start", "--parameter-overrides", "bad"), /"bad" can't be read\. Write Name=value/);
});

test("estimates all functions unless one is named", () => {
  const command = parse("estimate", "--fail-over", "cold=1s", "--fail-over", "cost=5/month");
  assert.ok(command.name === "estimate");
  const { functionName, callsPerMonth, limits, json } = command;
  assert.deepEqual([functionName, callsPerMonth, json], [undefined, undefined, false]);
  assert.deepEqual(limits, [
    { of: "cold", max: 1000 },
    { of: "cost/month", max: 5 },
  ]);
});
