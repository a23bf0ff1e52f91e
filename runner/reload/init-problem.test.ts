import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { pathToFileURL } from "node:url";
import { lambdaFunction } from "../../test/harness/lambda-function.ts";
import { initProblem } from "./init-problem.ts";

async function sourceFile(t: TestContext, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "pilotlight-init-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, name);
  await writeFile(file, "");
  return file;
}

test("stands at the first frame of a Node.js stack that is in a file of the person's", async (t) => {
  const file = await sourceFile(t, "app.ts");
  for (const shown of [file, pathToFileURL(file).href]) {
    const stack = [
      "Error: boom",
      "    at load (/var/runtime/index.mjs:9:1)",
      `    at Object.<anonymous> (${shown}:3:7)`,
    ];
    const problem = await initProblem(lambdaFunction(), { text: "Error: boom", stack });
    assert.equal(problem.file, file);
    assert.deepEqual(problem.range.start, { line: 2, character: 6 });
    assert.equal(problem.message, "The code just saved of hello fails to initialise: Error: boom.");
  }
});

test("stands at the last frame of a Python stack, in the folder that became /var/task", async (t) => {
  const file = await sourceFile(t, "app.py");
  const fn = lambdaFunction({ code: { kind: "folder", path: join(file, "..") } });
  const stack = [
    '  File "/var/lang/lib/importlib.py", line 126, in import_module\n',
    '  File "/var/task/app.py", line 2\n',
  ];
  const problem = await initProblem(fn, { text: "KeyError: 'A'", stack });
  assert.equal(problem.file, file);
  assert.deepEqual(problem.range.start, { line: 1, character: 0 });
});

test("stands at the function in its template where the stack names no file of the person's", async () => {
  const fn = lambdaFunction();
  const problem = await initProblem(fn, { text: "Runtime.ExitError: exit status 1", stack: [] });
  assert.equal(problem.file, fn.template);
  assert.deepEqual(problem.range, fn.range);
});
