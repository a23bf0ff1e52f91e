import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite, test } from "node:test";
import { writeProject, type TestProject } from "./harness/project.ts";
import { newFolder, runCli, RunnerProcess, stateFolderOf } from "./harness/runner-process.ts";
import { suiteScope, type Scope } from "./harness/scope.ts";

const processEngine = ["--engine", "process"];
const handler = "export const handler = async (event) => event;\n";
const defaults = { Runtime: "nodejs24.x", Handler: "index.handler", CodeUri: "src/" };

function projectOf(scope: Scope, project: TestProject): string {
  const folder = newFolder(scope);
  writeProject(folder, { defaults, files: { "src/index.mjs": handler }, ...project });
  return folder;
}

/** What a person sees of the last line. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}

suite("A template that is no good", () => {
  const bad: readonly (readonly [what: string, template: string, says: RegExp])[] = [
    ["broken YAML", "Resources:\n  A: [\n", /template\.yaml:3:1 error yaml-invalid: .*Correct the text here/],
    ["empty", "", /template\.yaml:1:1 error template-empty: The template is empty\. Add a Resources section/],
    ["a list", "- a\n- b\n", /template\.yaml:1:1 error /],
  ];
  for (const [what, template, says] of bad) {
    for (const command of ["start", "invoke", "list"]) {
      test(`${what}: ${command} names place, reason and next step`, async (t) => {
        const folder = newFolder(t);
        writeFileSync(join(folder, "template.yaml"), template);
        const rest =
          { start: ["--port", "0", ...processEngine], invoke: ["a", ...processEngine], list: [] }[command] ?? [];
        const { code, stdout, stderr } = await runCli([command, ...rest], { cwd: folder });

        assert.equal(code, 3);
        assert.match(stderr, says);
        assert.equal(
          lastLine(stderr),
          `No function could be loaded from ${join(folder, "template.yaml")}. Correct what is said above, or name another template with --template.`,
        );
        assert.doesNotMatch(stdout, /Lambda API/);
      });
    }
  }

  test("without a template, every command says where it looked", async (t) => {
    const folder = newFolder(t);
    for (const args of [["start", "--port", "0"], ["invoke", "a"], ["list"]]) {
      const { code, stderr } = await runCli(args, { cwd: folder });
      assert.equal(code, 3);
      assert.match(stderr, /^No template was found: .* Add one, or name a template with --template\.\n$/);
    }
  });

  test("without a function, start refuses and list has an empty list", async (t) => {
    const folder = newFolder(t);
    writeFileSync(join(folder, "template.yaml"), "Resources:\n  A:\n    Type: AWS::S3::Bucket\n");
    const started = await runCli(["start", "--port", "0", ...processEngine], { cwd: folder });
    assert.equal(started.code, 3);
    assert.match(started.stderr, /warning no-function: No function in this template.* Add a resource of type/);
    const listed = await runCli(["list", "--json"], { cwd: folder });
    assert.deepEqual([listed.code, listed.stdout], [0, "[]\n"]);
    const { event, code, severity } = JSON.parse(listed.stderr) as Record<string, unknown>;
    assert.deepEqual([event, code, severity], ["problem", "no-function", "warning"]);
  });

  test("a Node.js without SQLite is named, with what to do", async (t) => {
    const env = { NODE_OPTIONS: "--no-experimental-sqlite" };
    const { code, stdout, stderr } = await runCli(["start", "--json"], { cwd: newFolder(t), env });
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /^Pilot Light needs the module node:sqlite, which .* has not\. Install .*\n$/);
  });

  test("start --json says on stderr what it never got to say as an event", async (t) => {
    const folder = newFolder(t);
    writeFileSync(join(folder, "template.yaml"), "Resources:\n  A: [\n");
    const { code, stdout, stderr } = await runCli(["start", "--json", "--port", "0", ...processEngine], {
      cwd: folder,
    });
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(stderr, /template\.yaml:3:1 error yaml-invalid: /);
  });

  test("a template named with --template must be there", async (t) => {
    const folder = newFolder(t);
    const { code, stderr } = await runCli(["list", "-t", "missing.yaml"], { cwd: folder });
    assert.equal(code, 3);
    assert.match(stderr, /^The template \S+missing\.yaml can't be read: .* Correct the path/);
  });

  test("two functions with one name both run, the second under its logical id", async (t) => {
    const folder = projectOf(t, { functions: { First: { FunctionName: "same" }, Second: { FunctionName: "same" } } });
    const first = await runCli(["invoke", "same", ...processEngine], { cwd: folder });
    assert.equal(first.code, 0);
    const second = await runCli(["invoke", "Second", ...processEngine], { cwd: folder });
    assert.equal(second.code, 0);
    assert.match(second.stderr, /error function-name-taken: Two functions are called same.* Give each function/);
  });

  test("references that go round in a circle are named, and the function runs", async (t) => {
    const folder = projectOf(t, {
      functions: { First: { FunctionName: { Ref: "Second" } }, Second: { FunctionName: { Ref: "First" } } },
    });
    const { code, stderr } = await runCli(["list"], { cwd: folder });
    assert.equal(code, 0);
    assert.match(stderr, /error reference-cycle: .* Break the circle/);
    assert.equal((await runCli(["invoke", "Second", ...processEngine], { cwd: folder })).code, 0);
  });
});

suite("A function that is no good", () => {
  const folder = projectOf(suiteScope(), {
    functions: {
      "no-code": { CodeUri: "nowhere/" },
      "no-module": { Handler: "indexx.handler" },
      "no-export": { Handler: "index.handlr" },
      "no-runtime": { Runtime: "cobol85" },
      ok: {},
    },
  });

  test("whose code is missing does not run, and its path is named", async () => {
    const { code, stdout, stderr } = await runCli(["invoke", "no-code", ...processEngine], { cwd: folder });
    assert.deepEqual([code, stdout], [3, ""]);
    assert.match(
      stderr,
      new RegExp(`error code-missing: The code is not there: ${join(folder, "nowhere")}\\. Create it`),
    );
    assert.match(lastLine(stderr), /no-code .*nowhere.*\./);
  });

  test("whose handler's module is mistyped fails as on AWS, and the template's line is named", async () => {
    const { code, stdout, stderr } = await runCli(["invoke", "no-module", ...processEngine], { cwd: folder });
    assert.equal(code, 1);
    assert.equal((JSON.parse(stdout) as { errorType: string }).errorType, "Runtime.ImportModuleError");
    assert.match(stderr, /error handler-not-found: The handler "indexx\.handler" is not there/);
  });

  test("whose handler's export is mistyped fails as on AWS, and the template's line is named", async () => {
    const { code, stdout, stderr } = await runCli(["invoke", "no-export", ...processEngine], { cwd: folder });
    assert.equal(code, 1);
    assert.equal((JSON.parse(stdout) as { errorType: string }).errorType, "Runtime.HandlerNotFound");
    assert.match(stderr, /error handler-not-found: .* has no export named handlr\. Add handlr to index\.mjs/);
  });

  test("whose runtime does not exist says what would run it", async () => {
    const { code, stderr } = await runCli(["invoke", "no-runtime", ...processEngine], { cwd: folder });
    assert.equal(code, 3);
    assert.match(lastLine(stderr), /^no-runtime runs on "cobol85", which Lambda does not have\. Correct Runtime/);
  });

  test("leaves the others alone", async () => {
    assert.equal((await runCli(["invoke", "ok", ...processEngine], { cwd: folder })).code, 0);
  });

  test("that is not there is answered with those that are", async () => {
    const { code, stderr } = await runCli(["invoke", "okk", ...processEngine], { cwd: folder });
    assert.equal(code, 2);
    assert.equal(
      lastLine(stderr),
      "There is no function okk in this project. It has: no-code, no-module, no-export, no-runtime, ok. See `pilotlight list`.",
    );
  });

  test("in a runner is told once, and each call gets an answer that SDKs don't try again", async (t) => {
    const runner = await RunnerProcess.start(t, processEngine, { cwd: folder });
    const url = `${runner.lambdaApi}/2015-03-31/functions/no-code/invocations`;
    const answer = await fetch(url, { method: "POST", body: "{}" });
    assert.equal(answer.status, 409);
    assert.equal(answer.headers.get("x-amzn-errortype"), "ResourceConflictException");
    assert.match(await answer.text(), /nowhere/);
    // An accepted event for it waits for better days, which is said.
    const event = await fetch(url, { method: "POST", body: "{}", headers: { "X-Amz-Invocation-Type": "Event" } });
    assert.equal(event.status, 202);
    const told = await runner.line(({ code }) => code === "event-delayed");
    assert.match(String(told["message"]), /will be tried again: .*nowhere/);
  });
});

suite("An event that is no good", () => {
  const folder = projectOf(suiteScope(), { functions: { ok: {} } });

  test("that is not JSON is refused with the place of the mistake", async () => {
    for (const event of ["{'a':1}", '{"a":', "[1,"]) {
      const { code, stdout, stderr } = await runCli(["invoke", "ok", "-e", event, ...processEngine], { cwd: folder });
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(lastLine(stderr), /^The event is not JSON: .*\. Check the file or text given with --event\.$/);
    }
  });

  test("of 7 MB is refused with its size and the limit", async () => {
    const input = JSON.stringify("x".repeat(7 * 1024 * 1024));
    const { code, stderr } = await runCli(["invoke", "ok", "-e", "-", ...processEngine], { cwd: folder, input });
    assert.equal(code, 2);
    assert.match(lastLine(stderr), /^The event has 7340034 bytes; Lambda takes at most \d+ \(6 MB\)\. Send less/);
  });

  test("in a file that is not there, or is a folder, is refused before anything starts", async () => {
    const missing = await runCli(["invoke", "ok", "-e", "missing.json", ...processEngine], { cwd: folder });
    assert.deepEqual(
      [missing.code, missing.stderr],
      [
        2,
        `The event ${join(folder, "missing.json")} can't be read: there is no such file. Give --event a file, - for standard input, or JSON text.\n`,
      ],
    );
    const aFolder = await runCli(["invoke", "ok", "-e", "src", ...processEngine], { cwd: folder });
    assert.equal(aFolder.code, 2);
    assert.match(aFolder.stderr, /can't be read: it is a folder\./);
  });

  test("is refused by a running runner in the same words", async (t) => {
    await RunnerProcess.start(t, processEngine, { cwd: folder });
    const { code, stderr } = await runCli(["invoke", "ok", "-e", '{"a":'], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^The event is not JSON: /);
    const input = JSON.stringify("x".repeat(7 * 1024 * 1024));
    const large = await runCli(["invoke", "ok", "-e", "-"], { cwd: folder, input });
    assert.equal(large.code, 2);
    assert.match(large.stderr, /^The event has 7340034 bytes/);
  });
});

suite("A file given with an option that is no good", () => {
  const folder = projectOf(suiteScope(), { functions: { ok: {} } });

  test("a file of variables that is not there is named, with why and what to do", async () => {
    const { code, stderr } = await runCli(["list", "--env-vars", "missing.json"], { cwd: folder });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^The file of variables \S+missing\.json can't be read: there is no such file\. Correct the path/,
    );
  });

  test("a file of variables that is not JSON is named", async () => {
    writeFileSync(join(folder, "bad.json"), "{");
    const { code, stderr } = await runCli(["list", "--env-vars", "bad.json"], { cwd: folder });
    assert.equal(code, 2);
    assert.match(stderr, /^The file of variables \S+bad\.json can't be used: /);
  });
});

suite("A store that can't be opened", () => {
  test("is named, with what to do", async (t) => {
    const folder = projectOf(t, { functions: { ok: {} } });
    writeFileSync(join(folder, "not-a-folder"), "");
    const env = { XDG_STATE_HOME: join(folder, "not-a-folder"), LOCALAPPDATA: join(folder, "not-a-folder") };
    const { code, stderr } = await runCli(["invoke", "ok", ...processEngine], { cwd: folder, env });
    assert.equal(code, 3);
    assert.match(stderr, /^The store \S+ could not be opened: .* Free some space or make the folder writable/);
  });

  test("because it is damaged is not thrown away, and what to do is said", async (t) => {
    const folder = projectOf(t, { functions: { ok: {} } });
    mkdirSync(stateFolderOf(folder), { recursive: true });
    writeFileSync(join(stateFolderOf(folder), "store.sqlite"), "No database looks like this one. ".repeat(100));
    const { code, stderr } = await runCli(["invoke", "ok", ...processEngine], { cwd: folder });
    assert.equal(code, 3);
    assert.match(stderr, /^The store \S+ could not be opened: file is not a database\. Move the file away/);
  });
});
