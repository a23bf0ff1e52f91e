import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import {
  handler,
  helloProject,
  pilotlight,
  processEngine,
  replyKeys,
  reportKeys,
  type Reply,
} from "./cli/hello-project.ts";
import { writeProject } from "./harness/project.ts";
import { newFolder, runCli } from "./harness/runner-process.ts";
import { suiteScope } from "./harness/scope.ts";

suite("The pilotlight command", () => {
  const folder = helloProject(suiteScope());

  test("prints the answer alone on stdout, and the log on stderr", async () => {
    const { code, stdout, stderr } = await pilotlight(
      ...[folder, "invoke", "hello", "--event", '{"say":"it"}', ...processEngine],
    );

    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), { event: { say: "it" }, greeting: "from the template", key: "test" });
    assert.match(stderr, /^INIT_START /);
    assert.match(stderr, /\tINFO\tsaid it\n/);
    assert.match(stderr, /\nREPORT RequestId: /);
  });

  test("prints an error of the function as the answer, with exit code 1", async () => {
    const { code, stdout } = await pilotlight(folder, "invoke", "hello", "-e", '{"fail":true}', ...processEngine);

    assert.equal(code, 1);
    const { errorType, errorMessage } = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([errorType, errorMessage], ["TypeError", "as asked"]);
  });

  test("takes a function by its logical id", async (t) => {
    const named = newFolder(t);
    writeProject(named, {
      functions: {
        Logical: { FunctionName: "named", Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src" },
      },
      files: { "src/index.mjs": handler },
    });
    assert.equal((await pilotlight(named, "invoke", "Logical", ...processEngine)).code, 0);
  });

  test("reads the event from standard input", async () => {
    const result = await runCli(["invoke", "hello", "-e", "-", ...processEngine], { cwd: folder, input: '{"in":1}' });
    assert.deepEqual((JSON.parse(result.stdout) as { event: unknown }).event, { in: 1 });
  });

  test("reads the event from a file", async () => {
    writeFileSync(join(folder, "event.json"), '{"on":"disk"}');
    const result = await pilotlight(folder, "invoke", "hello", "-e", "event.json", ...processEngine);
    assert.deepEqual((JSON.parse(result.stdout) as { event: unknown }).event, { on: "disk" });
  });

  test("gives everything there is to say as one JSON object", async () => {
    const { code, stdout, stderr } = await pilotlight(folder, "invoke", "hello", "--json", ...processEngine);

    assert.equal(code, 0);
    assert.equal(stderr, "");
    const reply = JSON.parse(stdout) as Reply;
    assert.deepEqual(Object.keys(reply), replyKeys);
    assert.deepEqual(Object.keys(reply.report), reportKeys);
    assert.match(reply.requestId, /^[0-9a-f-]{36}$/);
    assert.match(reply.build, /^[0-9a-f]{8}$/);
    assert.match(reply.log, /INIT_START[^]*START[^]*said nothing[^]*END[^]*REPORT/);
    assert.deepEqual([reply.statusCode, reply.functionError, reply.engine], [200, null, "process"]);
    const { initMs, durationMs, billedMs, memoryMb } = reply.report;
    assert.ok(initMs !== null && initMs > 0 && durationMs > 0);
    // The figures are rounded one by one.
    assert.ok(Math.abs(billedMs - Math.ceil(initMs + durationMs)) <= 1);
    assert.equal(memoryMb, 128);
  });

  test("says that the function failed in the JSON object, too", async () => {
    const { code, stdout } = await pilotlight(
      ...[folder, "invoke", "hello", "--json", "-e", '{"fail":1}', ...processEngine],
    );
    const reply = JSON.parse(stdout) as Reply;
    assert.deepEqual([code, reply.statusCode, reply.functionError], [1, 200, "Unhandled"]);
    assert.equal((reply.payload as { errorType: string }).errorType, "TypeError");
  });

  test("lists the functions as a table, and as JSON with every field", async () => {
    const table = await pilotlight(folder, "list");
    assert.equal(table.stdout, "FUNCTION  RUNTIME     MEMORY  TIMEOUT  TRIGGERS\nhello     nodejs24.x  128 MB  20 s\n");
    const json = await pilotlight(folder, "list", "--json");
    const [{ range, ...hello } = {}] = JSON.parse(json.stdout) as Record<string, unknown>[];
    const { line } = (range as { start: { line: number } }).start;
    assert.match(readFileSync(join(folder, "template.yaml"), "utf8").split("\n")[line] ?? "", /"hello": \{$/);
    assert.deepEqual(hello, {
      name: "hello",
      logicalId: "hello",
      template: join(folder, "template.yaml"),
      runtime: "nodejs24.x",
      imageRuntime: null,
      handler: "index.handler",
      codeFolder: join(folder, "src"),
      handlerFile: join(folder, "src", "index.mjs"),
      handlerLine: 1,
      handlerFunction: "handler",
      packageType: "Zip",
      architecture: "x86_64",
      memoryMb: 128,
      timeoutS: 20,
      ephemeralStorageMb: 512,
      provisionedConcurrency: null,
      triggers: [],
      problems: [],
      buildProblems: [],
    });
  });

  test("gives functions the variables of a .env file, and no host credentials", async () => {
    writeFileSync(join(folder, "more.env"), "GREETING=from the file\n");
    const env = { AWS_ACCESS_KEY_ID: "AKIAOFTHEHOST", AWS_SECRET_ACCESS_KEY: "secret", AWS_SESSION_TOKEN: "token" };
    const args = ["invoke", "hello", ...processEngine];
    const without = await runCli([...args, "--env-file=more.env"], { cwd: folder, env });
    assert.deepEqual(JSON.parse(without.stdout), { event: {}, greeting: "from the file", key: "test" });
    const passed = await runCli([...args, "--pass-credentials"], { cwd: folder, env });
    assert.equal((JSON.parse(passed.stdout) as { key: string }).key, "AKIAOFTHEHOST");
  });

  test("says where it looked for credentials that are not there", async () => {
    const env = { AWS_CONFIG_FILE: join(folder, "none"), AWS_SHARED_CREDENTIALS_FILE: join(folder, "none") };
    const result = await runCli(["invoke", "hello", "--profile", "nobody", ...processEngine], { cwd: folder, env });
    assert.equal(result.code, 2);
    assert.match(result.stderr, /for the profile nobody .* Sign in with the AWS CLI, or leave out/);
  });

  test("shows the log that earlier commands left", async () => {
    await pilotlight(folder, "invoke", "hello", "-e", '{"say":"a needle"}', ...processEngine);
    const found = await pilotlight(folder, "logs", "hello", "--filter", "needle");
    assert.match(found.stdout, /^\S+Z \S+Z\t\S+\tINFO\tsaid a needle\n$/);
    const json = await pilotlight(folder, "logs", "hello", "--limit", "1", "--json");
    const line = JSON.parse(json.stdout) as Record<string, unknown>;
    assert.equal(line["source"], "platform");
    assert.match(String(line["text"]), /^REPORT /);
    const none = await pilotlight(folder, "logs", "hello", "--since", "2100-01-01");
    assert.deepEqual([none.code, none.stdout], [0, ""]);
    assert.match(none.stderr, /Leave out --since or --filter to see more\.\n$/);
  });

  test("lets several commands at once make and use the workspace's store", async (t) => {
    const fresh = helloProject(t);
    const calls = Array.from({ length: 6 }, () => pilotlight(fresh, "invoke", "hello", ...processEngine));
    for (const { code, stderr } of await Promise.all(calls)) assert.equal(code, 0, stderr);
    const reports = await pilotlight(fresh, "logs", "hello", "--filter", "REPORT RequestId");
    assert.equal(reports.stdout.split("\n").filter(Boolean).length, 6);
  });

  for (const command of ["start", "invoke", "list", "logs", "stop"]) {
    test(`says what ${command} does, in lines that fit a terminal`, async () => {
      const { code, stdout, stderr } = await pilotlight(folder, command, "--help");
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.ok(stdout.startsWith(`pilotlight ${command}: `));
      assert.deepEqual(
        stdout.split("\n").filter((line) => line.length > 90),
        [],
      );
    });
  }

  test("stops when there is nothing to stop", async () => {
    const { code, stderr } = await pilotlight(folder, "stop");
    assert.deepEqual([code, stderr], [0, `No runner serves ${folder}.\n`]);
  });
});
