import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { parseCommand } from "../../runner/cli/arguments.ts";
import { thisHost } from "../../runner/host.ts";
import { projectArguments, readRunnerSettings, runnerArguments, type RunnerSettings } from "./runner-settings.ts";

const root = tmpdir();

function settings(values: Partial<Record<keyof RunnerSettings, unknown>> = {}): RunnerSettings {
  const properties: Readonly<Record<string, { default: unknown }>> = manifest.contributes.configuration.properties;
  return readRunnerSettings((name) => values[name] ?? properties[`pilotlight.${name}`]?.default);
}

function started(values: Partial<Record<keyof RunnerSettings, unknown>>) {
  const given = settings(values);
  const command = parseCommand(
    ["start", ...runnerArguments(given, root, given.port ?? 3001)],
    root,
    thisHost(),
    new Date(),
  );
  assert.ok(command.name === "start");
  return command.runner;
}

test("starts a runner as `pilotlight start` would when nothing is set", () => {
  const plain = parseCommand(
    ["start", "--workspace", root, "--detached", "--while-used"],
    root,
    thisHost(),
    new Date(),
  );
  assert.ok(plain.name === "start");
  assert.deepEqual(started({}), plain.runner);
});

test("hands every setting to the runner", () => {
  const runner = started({
    engine: "process",
    templates: ["a.yaml", "with space.yaml"],
    parameterOverrides: { Stage: "dev, local" },
    envFiles: [".env"],
    region: "eu-west-1",
    images: { "nodejs24.x": "mirror.example/node:24" },
    codeTransfer: "copy",
    passCredentials: true,
    profile: "dev",
    port: 0,
    concurrency: 5,
    idleTimeout: 60,
    "watch.polling": true,
    "watch.ignore": ["*.log"],
    "spares.count": 0,
    "spares.memory": 64,
  });
  assert.deepEqual(
    [runner.engine, runner.templates.map((file) => file.slice(root.length + 1)), runner.region, runner.images],
    ["process", ["a.yaml", "with space.yaml"], "eu-west-1", { "nodejs24.x": "mirror.example/node:24" }],
  );
  assert.deepEqual(
    [runner.codeTransfer, runner.passCredentials, runner.profile, runner.port, runner.accountConcurrency],
    ["copy", true, "dev", 0, 5],
  );
  assert.deepEqual([runner.idleTimeoutMs, runner.envFiles.length], [60_000, 1]);
  assert.deepEqual(runner.reload, {
    usePolling: true,
    ignore: ["*.log"],
    spareLimits: { count: 0, memoryMb: 64 },
  });
  assert.deepEqual(runner.parameterOverrides, { Stage: "dev, local" });
});

test("watches nothing when told so", () => assert.equal(started({ "watch.enabled": false }).reload, undefined));

test("takes what has the wrong type for not set", () => {
  const odd = settings({ engine: "podman", port: "3001", templates: "a.yaml", images: "x", region: 7 });
  assert.deepEqual([odd.engine, odd.port, odd.templates, odd.images, odd.region], ["auto", null, [], {}, ""]);
});

test("lists with the options about the project alone", () => {
  const args = projectArguments(settings({ region: "eu-west-1", port: 4000 }), root);
  assert.deepEqual(args, [`--workspace=${root}`, "--region=eu-west-1"]);
});
