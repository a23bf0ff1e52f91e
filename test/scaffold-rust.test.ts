import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { lacking } from "./harness/parts.ts";
import { newFolder } from "./harness/runner-process.ts";
import { answerSampleEvents } from "./scaffold/answer-sample-events.ts";
import { runTool } from "./scaffold/run-tool.ts";
import { everyFunction, newFunction, scaffold } from "./scaffold/scaffolded-project.ts";

const skip = lacking("rust");

describe("Unit tests of Rust", { skip, timeout: 300_000 }, () => {
  test("pass as they are scaffolded for every trigger", async (t) => {
    const folder = newFolder(t);
    const functions = everyFunction(["rust"]).filter(({ trigger }) => trigger !== "function-url");
    await scaffold(folder, functions);
    makeWorkspace(folder);
    const { code, stdout, stderr } = await runTool("cargo", ["test", "--workspace", "--quiet"], folder);
    assert.equal(code, 0, stdout + stderr);
    assert.equal(stdout.match(/^test result: ok\. [1-9]\d* passed; 0 failed/gm)?.length, functions.length, stdout);
  });
});

answerSampleEvents("Scaffolded Rust functions in the process engine", {
  engine: "process",
  functions: (["http-api", "sqs"] as const).map((trigger) => newFunction("rust", trigger)),
  skip,
  prepare: makeWorkspace,
});

/** Their dependencies are compiled once for all, and without what only debuggers read. */
function makeWorkspace(folder: string): void {
  writeFileSync(join(folder, "Cargo.toml"), workspace);
  // The runner builds the members of a workspace that has this file into one folder.
  writeFileSync(join(folder, "Cargo.lock"), "version = 4\n");
}

const workspace = `[workspace]
resolver = "3"
members = ["functions/*"]

[profile.dev]
debug = false
incremental = false
`;
